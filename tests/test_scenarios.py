"""Dated cases under the procedures: each expected field of the advice is met and cited."""

from __future__ import annotations

from pathlib import Path

import pytest
import scenarios

CASES = sorted((Path(__file__).parent / "cases").rglob("*.yaml"))


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_each_expected_field_is_met(path: Path) -> None:
    """The advice on the case has every field that is expected of it."""
    advice, expect = scenarios.read(path)
    count, missed = scenarios.judge(path.stem, advice, expect)
    assert count
    assert missed == []


def test_there_are_open_and_own_cases() -> None:
    """Eighteen open cases and more than twenty of our own are held to their expectations."""
    names = [path.parent.name for path in CASES]
    assert names.count("open") == 18
    assert names.count("own") >= 20
