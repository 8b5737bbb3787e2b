"""The beginning of a template: the blocks to state, and the entries to print."""

from __future__ import annotations

import json

from toolkit.letters.form import choices, entries
from toolkit.letters.statements import DEMANDS, block_name
from toolkit.procedure.rule import Letter
from toolkit.procedure.shape import Field_


def skeleton(letter: Letter) -> str:
    """Give a draft with everything that the letter has to hold, and words to be written."""
    title = json.dumps(letter.name, ensure_ascii=False)
    lines = ["---", f"title: {title}", "---", "", f"# {letter.name}", ""]
    for statement in letter.says:
        lines += [f"{{% block {block_name(statement)} %}}", ""]
        lines += [f"Write here: {statement.replace('-', ' ')}.{_demanded(statement)}", ""]
        lines += ["{% endblock %}", ""]
    fields = entries(letter)
    if fields:
        lines += ["| Entry | Answer |", "|---|---|"]
        lines += [f"| {each.name} | {_printed(name, each)} |" for name, each in fields.items()]
        lines.append("")
    return "\n".join(lines)


def _demanded(statement: str) -> str:
    """Print the first field of each that the statement demands; lists are counted."""
    printed = []
    for several in DEMANDS.get(statement, ()):
        path = several[0]
        whole = path in ("allegations", "evidence", "outcomes", "witnesses") or path.endswith(
            (".actions", ".changes", ".conditions", ".grounds", ".given", ".answers", ".incidents")
        )
        group = path in ("contact", "meeting.chair", "appeal.to")
        printed.append(f" {{{{ {path}{' | length' if whole else '.name' if group else ''} }}}}")
    return "".join(printed)


def _printed(name: str, field: Field_) -> str:
    if field.type == "signature":
        return "____"
    if field.type in ("yes-no", "tick-one") and not choices(field):
        return f"[[ form.{name} ]]"
    if field.type == "list":
        return f"{{% for item in form.{name} %}}{{{{ item }}}} {{% else %}}none{{% endfor %}}"
    return f"{{{{ form.{name} }}}}"
