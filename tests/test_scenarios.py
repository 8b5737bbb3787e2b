"""Dated cases under the procedures: each expected field of the advice is met and cited."""

from __future__ import annotations

from pathlib import Path

import pytest
import rows
import scenarios

CASES = Path(__file__).parent / "cases"
LDPP = sorted((CASES / "ldpp").rglob("*.yaml"))
OTHERS = sorted(path for path in CASES.rglob("*.yaml") if path not in LDPP)


@pytest.mark.parametrize("path", LDPP, ids=lambda path: path.stem)
def test_each_expected_field_is_met(path: Path) -> None:
    """The advice on a learner's case has every field that is expected of it."""
    advice, expect = scenarios.read(path)
    count, missed = scenarios.judge(path.stem, advice, expect)
    assert count
    assert missed == []


@pytest.mark.parametrize("path", OTHERS, ids=lambda path: path.stem)
def test_each_expected_row_is_met(path: Path) -> None:
    """The advice on a case under another procedure has every row that is expected of it."""
    advice, expect = scenarios.read(path)
    count, missed = rows.judge(path.stem, advice, expect)
    assert count
    assert missed == []


def test_there_are_open_and_own_cases() -> None:
    """Eighteen open cases and more than twenty of our own are held to their expectations."""
    names = [path.parent.name for path in LDPP]
    assert names.count("open") == 18
    assert names.count("own") >= 20
