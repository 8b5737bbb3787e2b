"""Procedures drawn."""

from __future__ import annotations

from pathlib import Path

import pytest

from toolkit.problem import Refused
from toolkit.procedure import diagram
from toolkit.procedure.diagram import can_draw_svg, dot, drawing, mermaid, svg
from toolkit.procedure.library import load
from toolkit.procedure.parse import parse_folder
from toolkit.procedure.procedure import Procedure

DEMO = parse_folder(Path(__file__).parent / "procedures" / "demo")[0]


def test_mermaid() -> None:
    """Steps and outcomes stand in their stages, with arrows between them."""
    text = mermaid(DEMO)
    assert text.startswith('flowchart TD\n  subgraph stage_stage_1["Stage 1"]\n')
    assert '["Invite the learner (manager)"]' in text
    assert '{{"Hold the hearing (manager)"}}' in text
    assert '-->|"lapsed"|' in text


def test_every_arrow_has_its_boxes() -> None:
    """No arrow of the largest procedure leads to a box that is not drawn."""
    for procedure in (DEMO, load("ldpp")):
        picture = drawing(procedure)
        boxes = {node.id for node in picture.nodes}
        assert len(boxes) == len(picture.nodes)
        assert {arrow.start for arrow in picture.arrows} <= boxes
        assert {arrow.end for arrow in picture.arrows} <= boxes


def test_quotes_do_not_break_out() -> None:
    """Quotation marks in a name stay inside the box."""
    step = DEMO.steps["invite"].model_copy(update={"does": 'Say "no" <b>now</b>\\'})
    rules = tuple(step if rule.id == step.id else rule for rule in DEMO.rules)
    changed = Procedure.model_construct(header=DEMO.header, clauses=DEMO.clauses, rules=rules)
    assert '["Say #quot;no#quot; &lt;b&gt;now&lt;/b&gt;\\ (manager)"]' in mermaid(changed)
    assert r'label="Say \"no\" <b>now</b>\\ (manager)"' in dot(changed).replace(r"\n", " ")


def test_svg_without_graphviz(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without Graphviz an SVG is refused."""
    monkeypatch.setattr(diagram.shutil, "which", lambda name: None)
    with pytest.raises(Refused, match="Graphviz \\(the program dot\\) is not installed"):
        svg(DEMO)


@pytest.mark.skipif(not can_draw_svg(), reason="Graphviz is not installed")
def test_svg() -> None:
    """With Graphviz the drawing is an SVG document."""
    assert "<svg" in svg(DEMO)
