"""How long letters take, against other engines in the same run.

``python benchmarks/letters.py [--peer NAME=PYTHON …] [--rounds N]`` with the Python of an
environment in which the toolkit is installed. A peer runs in an environment of its own, since some
share an import name: ``docxtpl``, ``docxtpl-ng`` and ``mailmerge`` are known. All make the same 200
letters of two pages with a table, a list, a condition, a header and a footer, on one core, and
write each to a file. Ours keeps its guards on: fields built, strict, sandboxed, proven.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import resource
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
LETTERS = 200
MANY = 10_000
LIMITS = {"docxtpl": 40, "docxtpl-ng": 15, "mailmerge": 10}
"""How many times as fast as each peer ours has to be."""
MEDIAN, MEMORY, COLD = 0.5, 40, 350
"""Limits: milliseconds a letter, megabytes, milliseconds of a whole process."""

DRAFT = """---
title: Invitation to a hearing
---
::: address
{{ recipient.name }}\\
{% for line in recipient.address %}{{ line }}{% if not loop.last %}\\
{% endif %}{% endfor %}
:::

::: reference
Date: {{ letter.date }}\\
Our reference: {{ letter.reference }}
:::

# Invitation to {{ meeting.name }}

Dear {{ recipient.greeting }}

Please come to a {{ meeting.name }} on {{ meeting.date }} at {{ meeting.time }}. The place is
{{ meeting.place }}. Nothing has been decided yet. We want to hear your side before anybody decides.

## What this is about

It is alleged that:

{% for allegation in allegations %}

- {{ allegation.what }} ({{ allegation.when }}, {{ allegation.where }}).

{% endfor %}

If this is found to be true, it counts as a breach of {{ policy.title }}, version
{{ policy.version }}. You can read the policy at {{ organisation.website }}.

## The hearing

| What | Details |
|---|---|
| Day | {{ meeting.date }} |
| Time | {{ meeting.time }} |
| Place | {{ meeting.place }} |
| Led by | {{ meeting.chair.name }}, {{ meeting.chair.role }} |
| Notes taken by | {{ meeting.note_taker }} |

You may bring somebody with you. It can be a friend, a member of your family, or somebody who works
with you. They may support you and talk with you; they may not answer for you. Please tell
{{ contact.name }} by {{ meeting.reply_by }} who will come with you.

## The evidence

These papers are enclosed. Please read them before you come, and tell us if one is missing.

| Document | Pages | What it is about |
|---|---|---|
| {% for item in evidence %} | | |
| {{ item.name }} | {{ item.pages }} | {{ item.shows }} |
| {% endfor %} | | |

{% if under_18 %}

You are under 18, so a copy of this letter goes to {{ sender.organisation }} and to whoever looks
after you. They may come with you.

{% endif %}

## What may happen

The people at the hearing decide whether the allegation is right. If it is, they may decide on one
of these:

{% for outcome in outcomes %}

- {{ outcome.name }}

{% endfor %}

The gravest of them is: {{ worst }}. You will get the decision in writing, with the reasons, within
five working days of the hearing. The letter will tell you how you can appeal.

## If you need help

If you find it hard to read this letter, to speak at a hearing or to come into the building, tell
us, and we will change what we can. Ask {{ contact.name }} ({{ contact.role }}):
{{ contact.phone }}, {{ contact.email }}. They can also tell you who else can advise you, free and
in confidence.

::: signature
Yours sincerely

{{ sender.name }}\\
{{ sender.role }}
:::
"""


def contexts() -> list[dict[str, Any]]:
    """Give the fields of the letters: every one is different, and names carry ``&`` and ``<``."""
    return [_context(number) for number in range(LETTERS)]


def _context(number: int) -> dict[str, Any]:
    return {
        "recipient": {
            "name": f"Sam Example {number}",
            "greeting": f"Sam {number}",
            "address": [f"{number} High Street", "Exampletown", "EX2 3CD"],
        },
        "letter": {"date": "2026-03-16", "reference": f"C-2026-{number:03}"},
        "meeting": {
            "name": "Stage 2 Disciplinary Hearing",
            "date": f"2026-03-{1 + number % 28:02}",
            "time": "2.30 pm",
            "place": f"Room B{number % 20} <workshop & store>",
            "chair": {"name": "Robin Head", "role": "Head of Building & Carpentry"},
            "note_taker": "Jo Clerk",
            "reply_by": "2026-03-20",
        },
        "allegations": [
            {
                "what": f"you let visitor {each} in with your card",
                "when": f"on {5 + each} March 2026",
                "where": "at the main gate",
            }
            for each in range(1 + number % 3)
        ],
        "policy": {"title": "Learner Discipline Policy", "version": "2019-09"},
        "organisation": {
            "name": "Riverside College",
            "address": ["Mill Road, Exampletown, EX1 2AB"],
            "phone": "01632 960000",
            "email": "office@riverside.example",
            "website": "https://riverside.example",
        },
        "evidence": [
            {"name": f"Statement {each} of J. Gate", "pages": each, "shows": "what happened"}
            for each in range(1, 7)
        ],
        "under_18": number % 2 == 0,
        "outcomes": [
            {"name": name}
            for name in ("No case to answer", "Stage 1 Written Warning", "Stage 2 Written Warning")
        ],
        "worst": "Stage 2 Written Warning",
        "contact": {
            "name": "Pat Helper",
            "role": "Learner Services",
            "phone": "01632 960001",
            "email": "help@riverside.example",
        },
        "sender": {
            "name": "Ash Office",
            "role": "Area Administrator",
            "organisation": "Riverside College",
        },
    }


def prepare(folder: Path) -> None:
    """Write the template, that of the mail merge, and the fields, for all engines alike."""
    sys.path.insert(0, str(ROOT))
    from toolkit.letters.template.join import join
    from toolkit.letters.word.draft import draft
    from toolkit.letters.word.letterhead import letterhead
    from toolkit.letters.word.package import read_package, write_package

    ours, head = draft(DRAFT, "letter.md"), letterhead()
    (folder / "template.docx").write_bytes(ours)
    (folder / "letterhead.docx").write_bytes(head)
    joined = join(read_package(ours, "letter"), read_package(head, "letterhead"), "letter")
    (folder / "letter.docx").write_bytes(write_package(joined))
    (folder / "fields.json").write_text(json.dumps(contexts()), encoding="utf-8")
    (folder / "merge.docx").write_bytes(_merge_template(folder / "letter.docx"))


def _merge_template(letter: Path) -> bytes:
    """Give the same letter with merge fields; loops and conditions, which it lacks, go."""
    held = BytesIO()
    with zipfile.ZipFile(letter) as source, zipfile.ZipFile(held, "w") as made:
        for name in source.namelist():
            content = source.read(name)
            if re.fullmatch(r"word/(document|.*header.*|.*footer.*)\.xml", name):
                content = _merge_part(content.decode()).encode()
            made.writestr(name, content, zipfile.ZIP_DEFLATED)
    return held.getvalue()


def _merge_part(xml: str) -> str:
    xml = re.sub(r"<w:tr\b(?:(?!</w:tr>).)*\{%tr.*?</w:tr>", "", xml, flags=re.DOTALL)
    xml = re.sub(r"<w:p\b(?:(?!</w:p>).)*\{%p.*?</w:p>", "", xml, flags=re.DOTALL)
    xml = re.sub(r"\{%.*?%\}", "", xml)

    def field(found: re.Match[str]) -> str:
        name = found[1].strip().replace(".", "_")
        return (
            '</w:t></w:r><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText'
            f' xml:space="preserve"> MERGEFIELD {name} </w:instrText></w:r><w:r><w:fldChar'
            ' w:fldCharType="separate"/></w:r><w:r><w:t>x</w:t></w:r><w:r><w:fldChar'
            ' w:fldCharType="end"/></w:r><w:r><w:t xml:space="preserve">'
        )

    return re.sub(r"\{\{(.*?)\}\}", field, xml)


Make = Callable[[int, Path], None]
"""Makes one letter and writes it to a file."""


def docxtpl(folder: Path) -> Make:
    """Give the way in which docxtpl is used for many letters, escaping on."""
    from docxtpl import DocxTemplate

    fields = _days(json.loads((folder / "fields.json").read_text("utf-8")))

    def one(number: int, target: Path) -> None:
        template = DocxTemplate(folder / "letter.docx")
        template.render(fields[number], autoescape=True)
        template.save(target)

    return one


def docxtpl_ng(folder: Path) -> Make:
    """Give docxtpl-ng's own fast way: one template, reloaded for each letter."""
    from docxtpl import DocxTemplate

    fields = _days(json.loads((folder / "fields.json").read_text("utf-8")))
    template = DocxTemplate(folder / "letter.docx")

    def one(number: int, target: Path) -> None:
        template.reload()
        template.render(fields[number], autoescape=True)
        template.save(target)

    return one


def mailmerge(folder: Path) -> Make:
    """Give docx-mailmerge, which knows no conditions; its table rows are merged."""
    from mailmerge import MailMerge

    fields = _days(json.loads((folder / "fields.json").read_text("utf-8")))
    flat = [dict(_flat(each)) for each in fields]

    def one(number: int, target: Path) -> None:
        with MailMerge(folder / "merge.docx") as template:
            rows = [
                {f"item_{key}": str(value) for key, value in row.items()}
                for row in fields[number]["evidence"]
            ]
            template.merge_rows("item_name", rows)
            template.merge(**flat[number])
            template.write(target)

    return one


def _flat(held: dict[str, Any], path: str = "") -> Iterator[tuple[str, str]]:
    for key, value in held.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{path}{key}_")
        elif isinstance(value, list):
            first = value[0]
            singular = {"allegations": "allegation", "outcomes": "outcome"}.get(key, "line")
            if isinstance(first, dict):
                yield from _flat(first, f"{singular}_")
            else:
                yield singular, str(first)
        else:
            yield f"{path}{key}", str(value)


def _days(fields: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Print days as ours does, outside what is timed."""
    from datetime import date

    def shown(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: shown(inner) for key, inner in value.items()}
        if isinstance(value, list):
            return [shown(inner) for inner in value]
        if isinstance(value, str) and re.fullmatch(r"\d{4}-\d\d-\d\d", value):
            day = date.fromisoformat(value)
            return f"{day:%A} {day.day} {day:%B} {day.year}"
        return value

    return [shown(each) for each in fields]


def ours(folder: Path) -> Make:
    """Give ours: from the fields as they are written to a letter that has passed its proof."""
    from toolkit.letters.fields import Fields
    from toolkit.letters.filled import read
    from toolkit.letters.make import write_letter
    from toolkit.letters.template.shelf import compiled

    letter = _letter()
    os.environ["TOOLKIT_CACHE"] = str(folder / "cache")
    template = compiled(folder / "template.docx", folder / "letterhead.docx", lambda *_: [])
    problems: list[Any] = []
    fields: list[dict[str, Any]] = [
        read(Fields, each, "letter", problems)
        for each in json.loads((folder / "fields.json").read_text("utf-8"))
    ]
    assert not problems, problems

    def one(number: int, target: Path) -> None:
        target.write_bytes(write_letter(letter, fields[number], template))

    one(0, folder / "ours.docx")
    return one


def _letter() -> Any:
    """Give the letter's rule, put together as one that is read back from the cache."""
    from toolkit.procedure.rule import Letter
    from toolkit.procedure.shape import Place, Who

    return Letter.model_construct(
        id="invitation",
        name="Invitation",
        from_=(Who.model_construct(role="administrator"),),
        to=(Who.model_construct(role="learner"),),
        says=("allegation", "date-time-place"),
        place=Place.model_construct(clause="X 1", file="x.md", line=1),
    )


def limit(folder: Path) -> Make:
    """Give the least that any engine has to do: compress ready XML and write it."""
    from toolkit.letters.template.compiled import is_filled
    from toolkit.letters.word.package import assemble, pack, read_package

    parts = read_package((folder / "ours.docx").read_bytes(), "letter.docx").parts
    fixed = {name: pack(name, content) for name, content in parts.items() if not is_filled(name)}

    def one(number: int, target: Path) -> None:
        target.write_bytes(
            assemble(fixed.get(name) or pack(name, content) for name, content in parts.items())
        )

    return one


ENGINES: dict[str, Callable[[Path], Make]] = {
    "ours": ours,
    "docxtpl": docxtpl,
    "docxtpl-ng": docxtpl_ng,
    "mailmerge": mailmerge,
    "limit": limit,
}


def run(name: str, folder: Path, rounds: int) -> None:
    """Make the letters with one engine, in this process; print each round's median."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    make = ENGINES[name](folder)
    medians = []
    for _ in range(rounds):
        # Files are made anew each time: to write over one costs some disks much more.
        out = Path(tempfile.mkdtemp(prefix=f"{name}-", dir=folder))
        times = []
        for number in range(LETTERS):
            start = perf_counter()
            make(number, out / f"{number}.docx")
            times.append((perf_counter() - start) * 1000)
        medians.append(median(times))
    print(json.dumps(medians))


def memory(folder: Path) -> None:
    """Make many letters with ours; print the memory at three points."""
    make = ours(folder)
    held = []
    for number in range(MANY):
        make(number % LETTERS, folder / "one.docx")
        if number in (LETTERS, MANY // 2, MANY - 1):
            held.append(_resident())
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps([*held, peak]))


def _resident() -> float:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1024 / 1024


def cold(folder: Path, runs: int = 15) -> float:
    """Give the median of whole processes that make one letter of an example case."""
    case = ROOT / "tests" / "letters" / "ldpp" / "stage-2-invited.yaml"
    command = [sys.executable, "-c", "from tui.cli import run; run()", "letters", "make"]
    command += ["invitation-stage-2", str(case), "--on", "2026-03-16", "--replace", "-o"]
    command.append(str(folder / "cold.docx"))
    environment = {
        **os.environ,
        "TOOLKIT_CACHE": str(folder / "cache"),
        "PYTHONPYCACHEPREFIX": str(folder / "pyc"),
        "PYTHONDONTWRITEBYTECODE": "",
    }
    times = []
    for _ in range(runs + 1):
        start = perf_counter()
        subprocess.run(command, env=environment, check=True, capture_output=True, cwd=ROOT)
        times.append((perf_counter() - start) * 1000)
    return median(times[1:])


def main() -> int:
    """Time every engine, interleaved; give 1 where ours misses a limit."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--peer", action="append", default=[], metavar="NAME=PYTHON")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--run", nargs=2, metavar=("NAME", "FOLDER"), help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.run:
        name, folder = given.run
        memory(Path(folder)) if name == "memory" else run(name, Path(folder), given.rounds)
        return 0
    peers = dict(each.split("=", 1) for each in given.peer)
    with tempfile.TemporaryDirectory() as held:
        folder = Path(held)
        prepare(folder)
        best: dict[str, float] = {}
        for _ in range(2):
            for name in ("ours", *peers, "limit"):
                python = peers.get(name, sys.executable)
                found = min(_process(python, name, folder, given.rounds))
                best[name] = min(found, best.get(name, found))
        resident = _process(sys.executable, "memory", folder, 1)
        return _report(best, resident, cold(folder))


def _process(python: str, name: str, folder: Path, rounds: int) -> list[float]:
    command = [python, str(Path(__file__).resolve()), "--run", name, str(folder)]
    command += ["--rounds", str(rounds)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)} if python == sys.executable else None
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, env=environment, check=True)
    found: list[float] = json.loads(done.stdout.splitlines()[-1])
    return found


def _report(best: dict[str, float], resident: list[float], whole: float) -> int:
    failed = False
    mine = best["ours"]
    print(f"{'ms a letter, median of the best round':40}{'ms':>8}{'ours is':>12}{'limit':>10}")
    for name, value in best.items():
        wanted = LIMITS.get(name)
        late = bool(wanted and value / mine < wanted) or (name == "ours" and value > MEDIAN)
        failed |= late
        ratio = "" if name == "ours" else f"{value / mine:.1f} ×"
        bound = f"{MEDIAN} ms" if name == "ours" else f"≥ {wanted} ×" if wanted else ""
        print(f"{name:40}{value:8.3f}{ratio:>12}{bound:>10}{'  TOO SLOW' if late else ''}")
    *held, peak = resident
    failed |= peak > MEMORY
    steps = ", ".join(f"{value:.0f}" for value in held)
    print(f"\nmemory over {MANY:,} letters: {steps} MB; peak {peak:.0f} MB (limit {MEMORY})")
    failed |= whole > COLD
    print(f"one letter as a whole process: {whole:.0f} ms (limit {COLD})")
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
