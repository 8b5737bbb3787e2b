"""What all tests share: caches and settings of their own, never the user's."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

settings.register_profile("steady", derandomize=True)
settings.load_profile("steady")


@pytest.fixture(scope="session", autouse=True)
def folders_of_our_own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Keep the caches and settings of a test run in a temporary folder."""
    folder = tmp_path_factory.mktemp("user")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TOOLKIT_CACHE", str(folder / "cache"))
        patch.setenv("TOOLKIT_CONFIG", str(folder / "config"))
        patch.delenv("TOOLKIT_PROCEDURES", raising=False)
        patch.setenv("NO_COLOR", "1")
        patch.setenv("COLUMNS", "80")
        yield folder
