"""What sort of answer a question asks for, as far as its words tell.

The words decide nothing alone: an answer of that sort has to stand in the rules under the clauses
found, or the clause itself is the answer.
"""

from __future__ import annotations

import re
from typing import Literal

from index.words import plain

Asked = Literal["next", "sanction", "how-long", "who", "letter", "text", "compare"]

_SENTENCE = r"(?:^|[.?!,;:] ?|\b(?:and|but|so|then|please|know|me|ask|wondering) )"

_COMPARE = re.compile(
    r"\b(compare[ds]?|comparison|versus|vs|differences? (between|from)|differ(s|ent(ly)?)?|"
    r"same (in|for|under|as)|(all|both|each|other|every) (the )?(procedures?|policies|documents))\b"
)
_LETTER = re.compile(
    r"\b((which|what) (\w+ )?(letters?|forms?|templates?|notices?|paperwork|documents?|records?|"
    r"documentation)|(letters?|notice|form|invitation|e ?mail) (\w+ )?"
    r"(has to|have to|must|should|need to|needs to|supposed to) (say|include|contain|have|state)|"
    r"(say|include|write|state|mention|(what|which|whats) (\w+ ){0,3}(goes|go|put|is|are))\w* "
    r"(\w+ ){0,3}(in|into|on) "
    r"(the|a|an|my|his|her|your|our) (\w+ ){0,4}(letter|form|invitation|notice|plan|record)|"
    r"what (\w+ ){1,8}(contain|include)|(letter|form|notice|invitation|plan) (\w+ ){0,8}contains?|"
    r"enclos\w+|(fill|fills|filling) (in|out)|(in writing|written down|write \w+ down)|"
    r"wording|how (do|should|must|would) (i|we|you) (word|write|phrase)|"
    r"where (\w+ ){0,4}(letter|form|template)|"
    r"who (gets|receives|is sent|else gets) (a |the |any )?cop(y|ies)|copied in)\b"
)
_LONG = re.compile(
    r"\b(how (long|soon|quick(ly)?|fast|late|early|far (ahead|in advance)|often|"
    r"much (time|notice|warning))|(what|which) (time|day)|"
    r"what hours|how old|"
    r"how many (\w+ )?(days|nights|weeks|months|hours|years|times)|what date|"
    r"by when|since when|until when|till when|deadlines?|time ?(limits?|scales?|frames?)|"
    r"notice period|cut ?off|last day|too late|in time|when (does|do|will|can) \w+( \w+)? "
    r"(expire|run out|end|lapse|wear off)|expire[sd]?)\b"
)
_WHEN = re.compile(rf"{_SENTENCE}when (is|are|does|do|did|will|must|should|can|has|have)\b")
_WHO = re.compile(
    rf"{_SENTENCE}(who|whom|whose|which (person|manager|panel|body|role|people|staff|member))\b|"
    r"\b(to|by|with|from|tell|for|of|about|under) whom?\b|\bwho(s| is| are) (on|in|at|allowed|"
    r"there|responsible)\b|\b(any(one|body)|some(one|body)) (else|with|to come|come)\b|"
    r"\b(can|could|may|might|should|am|is|are|do) (\w+ ){1,4}(bring|take|come (along|with|to)|"
    r"attend|represent\w*|accompan\w*|speak for|sit in|sit on|"
    r"allowed (a|an|my|to bring|to take|to come))\b|"
    r"\bwho (decides|chairs|hears|sits|sends|signs|leads|investigates)\b"
)
_NEXT = re.compile(
    r"\b(what (happens|comes|is|s|do i do|do we do|should (i|we|he|she|they) do) (next|after\w*|"
    r"then|now)|what next|whats next|next (steps?|stage|thing)|what now|now what|then what|"
    r"what (will|would|does|do|can|could) (\w+ )?happens?|what happens|whats going to happen|"
    r"what if|what then|(first|next|last) (step|thing)|"
    r"what (must|should|ought|do|does|has|have) (\w+ ){1,5}(do|try)\b"
    r"(?! (to|about) (me|you|him|her|them))|"
    r"(whats|what is|what are) the (procedure|process|options|steps)|"
    r"how (do|does|can|would) (\w+ ){1,4}get \w+ (\w+ )?back|what follows|"
    r"where (does|do) (it|this|we) go|steps)\b"
)
_SANCTION = re.compile(
    r"\b(sanctions?|sanctioned|punish\w*|penalt\w+|consequences?|how serious|how bad|"
    r"what (could|can|will|would|might|do|does) (\w+ ){1,3}(get|face|cost)|"
    r"(do|done|happens?|happen) to (me|you|him|her|us|them|somebody|someone|anybody|anyone)|"
    r"(what|which) (class|level|category|stage|grade|kind of breach|type of breach)|"
    r"(minor|major|gross) (or|breach|misconduct)|in trouble|count as|counts as|classed|classified|"
    r"get (for|if)|kicked out|expelled|thrown out)\b"
)
_MEANING = re.compile(
    r"^(whats|what is|what are|what was|define|explain) (a |an |the )?\w+( \w+){0,2}\??$|"
    r"\b(what (does|do) .* mean|meaning of|definition of|what counts as|what is meant by)\b"
)
_SUBJECT = (
    "i|we|you|he|she|they|it|the|my|our|your|his|her|their|this|that|these|those|there|"
    "(any|some|every|no)(one|body|thing)|all|both|either|each"
)
_ASKING = re.compile(
    r"\?|^(who|whom|whose|what|whats|when|where|which|why|how|hows|tell me|explain|show|list|"
    r"define|if|shall|is|are|am|was|were|can|could|may|might|must|should|do|does)\b(?! not\b)|"
    rf"^(will|would|did|has|have|had) ({_SUBJECT})\b|"
    r"(^|[,;:.–—] ?| - )(and |but |so |then )?(who|what|whats|when|where|which|why|how|"
    r"((can|could|may|might|must|should|shall|will|would|do|does|did|is|are|has|have|am) "
    rf"({_SUBJECT})))\b|"
    r"[,;:–—] (can|could|may|must|should|will|would|does|do|is|are) (?!not\b)\w|"
    r"^(will|would|did) (a|an|his|her) |^(will|would) (?!not\b)\w+ (be|get|have|need|lose)\b|"
    r"\b(how (long|soon|often|quick(ly)?|many (days|weeks|months|years|times))|by when)\b|"
    r"^(from|by|on|at|under|in|with) (what|which)\b|"
    r"\b(what then|what now|what next|please)\b|^(the )?(deadline|time limit|number|list|cost)\b"
)
"""An auxiliary without its subject, as in "did not pay" or "has a cat", asks nothing."""


def asked(text: str) -> Asked:
    """Say what sort of answer a question asks for, as far as its words tell."""
    flat = " ".join(plain(text).replace("-", " ").replace("’", "").split())
    if _COMPARE.search(flat):
        return "compare"
    if _LONG.search(flat):
        return "how-long"
    if _LETTER.search(flat):
        return "letter"
    if _WHEN.search(flat):
        return "how-long"
    if _WHO.search(flat):
        return "who"
    if _SANCTION.search(flat) and not _MEANING.search(flat):
        return "sanction"
    if _NEXT.search(flat):
        return "next"
    return "text"


def is_definition(text: str) -> bool:
    """Say whether a question asks what something is or means."""
    return bool(_MEANING.search(" ".join(plain(text).split())))


def is_statement(text: str) -> bool:
    """Say whether a text tells something, such as what somebody did, and asks nothing."""
    return not _ASKING.search(" ".join(plain(text).split()))


def is_what_if(text: str) -> bool:
    """Say whether a question asks what happens where somebody does something."""
    flat = plain(text)
    return bool(re.search(r"\b(if|when|for|to (a|the) \w+ who)\b", flat)) and bool(
        _NEXT.search(flat)
    )
