"""The guided lookup as a dialogue of plain lines: for screen readers, remote terminals and pipes.

Nothing is drawn and nothing is coloured. Each question is answered with one line; the end of the
input ends the dialogue with the answer so far.
"""

from __future__ import annotations

from collections.abc import Callable

from toolkit.problem import Refused, ToolkitError
from tui.guide.ask import Ask
from tui.guide.guide import Guide
from tui.guide.happening import EVENT, event_asks, event_of
from tui.guide.result import ENDINGS, Name, start_case, suggested_reference, written
from tui.guide.speaker import Over, Speaker, how
from tui.guide.typed import Several, read_day
from tui.text.layout import paragraph

HELP = """\
At any question you can write:
  don't know   go on without an answer (short: dk)
  why          why this is asked, with the clauses word for word
  list         every possible answer
  answer       the answer so far, in short
  full         the answer so far, with every clause
  back         undo the last answer
  change       see your answers, and change one: change 2
  happened     say what has been done since
  done         ask no more; go to the end
  help         this list
  quit         end
"""

_UNKNOWN = frozenset({"dk", "don't know", "dont know", "don’t know", "i don't know", "unknown"})


class Dialogue(Speaker):
    """A dialogue in progress."""

    def run(self) -> Guide:
        """Hold the dialogue to its end, and give how far it came."""
        self.say("Guided lookup. Write help for what can be written at any question.")
        try:
            self._questions()
        except Over:
            self.say("")
            self.say("Ended.")
            if self.guide.advice is not None:
                self.say("The answer so far:")
                self._answer(brief=True)
        return self.guide

    def _questions(self) -> None:
        while True:
            ask = self.guide.ask
            if ask is None:
                if self._end():
                    return
                continue
            if self.shown != ask.key:
                self.put(ask)
            self._take(ask, self.line())

    # Questions

    def _take(self, ask: Ask, line: str) -> None:
        """Take one line as an answer to a question, or as a command."""
        low = line.lower().rstrip(".")
        command, _, rest = low.partition(" ")
        commands: dict[str, Callable[[], None]] = {
            "why": lambda: self.why(ask),
            "list": lambda: self.list_choices(ask.choices) if ask.choices else self.put(ask),
            "answer": lambda: self._answer(brief=True),
            "full": lambda: self._answer(brief=False),
            "back": self._back,
            "happened": self._happened,
            "done": self._done,
            "help": lambda: self.say(HELP.rstrip("\n")),
            "?": lambda: self.say(HELP.rstrip("\n")),
        }
        if not low:
            if ask.default is not None:
                self._give(ask, str(ask.default))
            else:
                self.wrapped(f"Nothing was written. {how(ask)}")
        elif low in ("quit", "exit"):
            raise Over
        elif low in _UNKNOWN:
            self._unknown()
        elif command == "change":
            self._change(rest)
        elif low in commands:
            commands[low]()
        else:
            self._give(ask, line)

    def _give(self, ask: Ask, line: str) -> None:
        try:
            value = self.read_answer(ask, line)
            words = ask.in_words(self.guide.procedure, value)
            self.guide = self.guide.answered(value)
        except ToolkitError as error:
            self.refuse(error)
            self.offer(error)
        else:
            self.wrapped(f"Noted: {words}.")

    def _unknown(self) -> None:
        try:
            self.guide = self.guide.unknown()
        except Refused as refusal:
            self.refuse(refusal)
        else:
            self.wrapped("Noted: not known.")

    def _answer(self, *, brief: bool) -> None:
        from tui.text.advice import advice

        if self.guide.advice is None:
            self.wrapped("There is no answer yet: choose a procedure first.")
        else:
            self.say(advice(self.guide.advice, self.width, brief=brief))

    def _back(self) -> None:
        if not self.guide.lookup.entries:
            self.wrapped("This is the first question.")
            return
        self.guide = self.guide.back()
        self.shown = ""

    def _done(self) -> None:
        if self.guide.advice is None:
            self.wrapped("There is no answer yet: choose a procedure first.")
        else:
            self.guide = self.guide.ended()

    def _change(self, which: str) -> None:
        """List the answers, or take one of them back to be asked again."""
        answered = tuple(self.guide.asked())
        if not answered:
            self.wrapped("Nothing has been answered yet.")
        elif which.isdecimal() and 1 <= int(which) <= len(answered):
            self._again(answered[int(which) - 1].ask)
        else:
            for number, item in enumerate(answered, 1):
                words = f"{item.ask.words} {item.words}"
                self.say(paragraph(words, self.width, mark=f"{number}. "))
            self.wrapped(f"To change one, write change and its number: change {len(answered)}.")

    def _again(self, ask: Ask) -> None:
        """Ask a question that has been answered again; back, or Enter, leaves it as it was."""
        self.put(ask, "")
        self.shown = ""
        answers: dict[str, object] = {}
        while ask.key not in answers:
            line = self.line()
            if line.lower() in ("", "back"):
                self.wrapped("It stays as it was.")
                return
            self._take_again(ask, line, answers)
        self.wrapped("Noted.")

    def _take_again(self, ask: Ask, line: str, answers: dict[str, object]) -> None:
        low = line.lower()
        try:
            if low == "why":
                self.why(ask)
            elif low == "list" and ask.choices:
                self.list_choices(ask.choices)
            elif low in _UNKNOWN:
                self.guide = self.guide.unknown(ask.key)
                answers[ask.key] = None
            else:
                value = self.read_answer(ask, line)
                self.guide = self.guide.answered(value, ask.key)
                answers[ask.key] = value
        except ToolkitError as error:
            self.refuse(error)
            self.offer(error)

    # What has happened

    def _happened(self) -> None:
        """Record an event of those that the procedure allows here."""
        events = self.guide.events()
        if not events or self.guide.procedure is None:
            self.wrapped("Nothing can be recorded here.")
            return
        answers: dict[str, object] = {}
        while True:
            asks = event_asks(self.guide.procedure, events, answers, self.guide.on)
            ask = next((ask for ask in asks if ask.key not in answers), None)
            if ask is None:
                break
            if self.shown != ask.key:
                self.put(ask, "")
            if not self._take_part(ask, answers):
                self.wrapped("Nothing was recorded.")
                self.shown = ""
                return
        event = event_of(self.guide.procedure, answers)
        try:
            self.guide = self.guide.happened(event)
        except ToolkitError as error:
            self.refuse(error)
        else:
            self.wrapped(f"Recorded: {event.event} on {event.date.isoformat()}.")
        self.shown = ""

    def _take_part(self, ask: Ask, answers: dict[str, object]) -> bool:
        """Take one line about an event; say whether to go on."""
        line = self.line()
        low = line.lower()
        try:
            if low in ("back", "quit"):
                return False
            if low == "list" and ask.choices:
                self.list_choices(ask.choices)
            elif low == "why":
                self.why(ask)
            elif low in _UNKNOWN and ask.open_:
                answers[ask.key] = None
            elif not low and ask.default is not None:
                answers[ask.key] = ask.default
            else:
                answers[ask.key] = self.read_answer(ask, line)
        except ToolkitError as error:
            if ask.key != EVENT or isinstance(error, Several) or not self._not_open(line):
                self.refuse(error)
            self.offer(error)
        return True

    def _not_open(self, typed: str) -> bool:
        """Say why what was typed cannot have happened here, where it is an event; say whether."""
        words = typed.casefold().split()
        found = [
            item
            for item in self.guide.events(all_=True)
            if item.because and words and all(word in item.words.casefold() for word in words)
        ]
        for item in found[:3]:
            self.wrapped(f"Not open here: {item.because} [{', '.join(item.clauses[:3])}]")
        return bool(found)

    # The end

    def _end(self) -> bool:
        """Show the answer and offer what can be done with it; say whether it is all over."""
        if self.shown != "end":
            self.say("")
            self._answer(brief=True)
            self.shown = "end"
        self.say("")
        self.say("What now?")
        menu = {
            "start": "start a case with it",
            "happened": "say what has been done since",
            "full": "show it with every clause",
            "save": "save it as text, markdown or json: save text",
            "change": "change an answer",
            "more": "answer more questions",
            "end": "end",
        }
        if not any(not self.guide.lookup.has(ask.key) for ask in self.guide.asks):
            del menu["more"]
        for number, (word, meaning) in enumerate(menu.items(), 1):
            self.say(f"  {number}. {word}: {meaning}")
        line = self.line().lower()
        word, _, rest = line.partition(" ")
        if word.isdecimal() and 1 <= int(word) <= len(menu):
            word = list(menu)[int(word) - 1]
        match word:
            case "start":
                self._start()
            case "happened":
                self._happened()
            case "full":
                self._answer(brief=False)
            case "save":
                self._save(rest or "text")
            case "change":
                self._change(rest)
            case "back":
                self._back()
            case "more" if "more" in menu:
                self.guide = self.guide.back() if self.guide.lookup.enough else self.guide
                self.shown = ""
            case "end" | "quit" | "exit":
                self.say("Ended.")
                return True
            case _:
                self.wrapped(f"'{line}' is not one of these; write a number from 1 to {len(menu)}")
        return False

    def _start(self) -> None:
        """Ask for the name of a case, and write it."""
        assert self.guide.procedure is not None
        proposed = suggested_reference(self.guide)
        self.say(f"Reference of the case (Enter takes {proposed}):")
        reference = self.line() or proposed
        self.say(f"Name of the {self.guide.procedure.header.subject} (Enter leaves it out):")
        subject = self.line()
        opened = self.guide.on
        if self.guide.case is not None and self.guide.case.taken_over is None:
            self.say(f"Day on which it began (Enter takes {opened.isoformat()}):")
            if line := self.line():
                try:
                    opened = read_day(line, self.guide.on)
                except Refused as refusal:
                    self.refuse(refusal)
                    return
        try:
            file = start_case(self.guide, self.folder, Name(reference, subject, opened))
        except ToolkitError as error:
            self.refuse(error)
        except OSError as error:
            self.wrapped(f"It cannot be written: {error.strerror or error}. Choose another folder.")
        else:
            self.wrapped(f"Written: {file}")
            self.wrapped(f"What comes next: toolkit advise {file}")

    def _save(self, form: str) -> None:
        """Write the answer to a file that is not there yet."""
        from tui.casefile import write_new

        if form not in ENDINGS:
            self.wrapped(f"'{form}' is no form; write save text, save markdown or save json.")
            return
        file = self.folder / f"{suggested_reference(self.guide)}.answer{ENDINGS[form]}"
        try:
            write_new(file, written(self.guide, form, self.width), "move it away first")
        except ToolkitError as error:
            self.refuse(error)
        except OSError as error:
            self.wrapped(f"It cannot be written: {error.strerror or error}. Choose another folder.")
        else:
            self.wrapped(f"Written: {file}")

    # Lines
