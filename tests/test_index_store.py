"""The index lies safely: built once, swapped in whole, rebuilt where it does not fit."""

from __future__ import annotations

import os
import shutil
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from index import open_index
from index.store import DATA, KEPT, SEAL, SUFFIX, rebuild, stored
from toolkit.problem import BadData
from toolkit.procedure import library

HERE = Path(__file__).parent


@pytest.fixture
def shelf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A library with one invented procedure, and a cache of its own."""
    folder = tmp_path / "procedures"
    shutil.copytree(HERE / "procedures" / "demo", folder / "demo")
    monkeypatch.setenv("TOOLKIT_PROCEDURES", str(folder))
    monkeypatch.setenv("TOOLKIT_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr(library, "_loaded", {})
    return folder


def first(query: str = "hearing") -> str:
    index = open_index()
    try:
        return index.search(query, limit=1)[0].ref
    finally:
        index.close()


def indexes(shelf: Path) -> list[Path]:
    return sorted((shelf.parent / "cache" / "search").iterdir())


def test_it_is_built_once(shelf: Path) -> None:
    """A second opening builds nothing."""
    found = first()
    (folder,) = indexes(shelf)
    before = (folder / SEAL).stat().st_mtime_ns
    assert first() == found
    assert indexes(shelf) == [folder] and (folder / SEAL).stat().st_mtime_ns == before


def test_only_its_owner_can_enter(shelf: Path) -> None:
    """Nobody else can read or write the folder of the indexes."""
    first()
    for folder in ((shelf.parent / "cache" / "search"), *indexes(shelf)):
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_a_changed_text_gives_a_new_index(shelf: Path) -> None:
    """What was added to a procedure is found at the next search."""
    index = open_index()
    assert not index.search("quokka")
    index.close()
    file = next((shelf / "demo").glob("*.md"))
    text = file.read_text(encoding="utf-8")
    file.write_text(text + "\n```asked-as\nwhere is the quokka?\n```\n", encoding="utf-8")
    index = open_index()
    hit = index.search("quokka")[0]
    assert hit.question == "where is the quokka?"
    index.close()
    assert len(indexes(shelf)) == 2


def _cut(folder: Path) -> None:
    for path in folder.glob("*.seg"):
        path.write_bytes(path.read_bytes()[:100])


def _garble(folder: Path) -> None:
    for path in folder.iterdir():
        if path.name != SEAL:
            path.write_bytes(b"\x80\x04garbage" + path.read_bytes()[10:])


BREAK: list[Callable[[Path], object]] = [
    _cut,
    _garble,
    lambda folder: (folder / DATA).unlink(),
    lambda folder: (folder / SEAL).unlink(),
    lambda folder: (folder / SEAL).write_text("{}"),
    lambda folder: (folder / SEAL).write_text("not JSON"),
    lambda folder: [path.unlink() for path in folder.iterdir()],
    lambda folder: (folder / "stranger.toc").write_text("added"),
    lambda folder: folder.chmod(0o777),
    lambda folder: (shutil.rmtree(folder), folder.write_text("a file")),
]


@pytest.mark.parametrize("harm", BREAK, ids=range(len(BREAK)))
def test_a_broken_index_is_rebuilt(shelf: Path, harm: Callable[[Path], object]) -> None:
    """Whatever has become of an index, the next search builds it anew without a word."""
    found = first()
    (folder,) = indexes(shelf)
    harm(folder)
    assert first() == found
    assert indexes(shelf) == [folder]


def test_a_broken_index_runs_nothing(shelf: Path) -> None:
    """A file that would run code when it is unpickled is not opened: its hash is another."""
    first()
    (folder,) = indexes(shelf)
    (toc,) = folder.glob("*.toc")
    toc.write_bytes(b"cos\nsystem\n(S'touch " + str(shelf / "run").encode() + b"'\ntR.")
    first()
    assert not (shelf / "run").exists()


def test_a_link_is_not_followed(shelf: Path, tmp_path: Path) -> None:
    """A link to somebody's folder is no index."""
    found = first()
    (folder,) = indexes(shelf)
    elsewhere = tmp_path / "elsewhere"
    folder.rename(elsewhere)
    folder.symlink_to(elsewhere)
    assert first() == found
    assert not folder.is_symlink()


def test_a_cache_that_belongs_to_somebody_else(
    shelf: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Their folder is left alone, and the search works from a temporary one."""
    first()
    (folder,) = indexes(shelf)
    before = (folder / SEAL).read_bytes()
    monkeypatch.setattr("index.store._ours", lambda folder: "search" not in folder.parts)
    held = stored()
    assert held.folder != folder and held.data["passages"]
    assert indexes(shelf) == [folder] and (folder / SEAL).read_bytes() == before


@pytest.mark.parametrize("make", ["file", "missing"])
def test_a_cache_folder_that_cannot_be_used(
    shelf: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, make: str
) -> None:
    """A search works without a cache."""
    blocked = tmp_path / "blocked"
    blocked.write_text("a file, and no folder")
    cache = blocked if make == "file" else blocked / "below"
    monkeypatch.setenv("TOOLKIT_CACHE", str(cache))
    assert first()
    assert blocked.is_file()


def test_rebuild(shelf: Path) -> None:
    """An index is built anew on demand."""
    first()
    (folder,) = indexes(shelf)
    before = (folder / SEAL).stat().st_mtime_ns
    assert rebuild().folder == folder
    assert (folder / SEAL).stat().st_mtime_ns != before


def test_old_indexes_are_swept(shelf: Path) -> None:
    """Only a few indexes stay, and half-built ones only while they may still be built."""
    first()
    root = shelf.parent / "cache" / "search"
    for number in range(10):
        (root / f"old-{number}").mkdir()
    (root / ".part-old").mkdir()
    (root / ".part-new").mkdir()
    os.utime(root / ".part-old", (0, 0))
    rebuild()
    names = {path.name for path in root.iterdir()}
    assert len([name for name in names if not name.startswith(".")]) == KEPT
    assert ".part-new" in names and ".part-old" not in names


def test_processes_that_build_at_once(shelf: Path) -> None:
    """Several processes that find no index all answer, and one index is left."""
    code = "from index import open_index; print(open_index().search('hearing', limit=1)[0].ref)"
    running = [
        subprocess.Popen(
            [sys.executable, "-W", "error", "-c", code],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=HERE.parent,
        )
        for _ in range(3)
    ]  # fmt: skip
    ends = [process.communicate(timeout=60) for process in running]
    assert [err for _, err in ends] == ["", "", ""]
    assert len({out for out, _ in ends}) == 1
    assert len(indexes(shelf)) == 1


def test_an_empty_library(shelf: Path) -> None:
    """Without procedures there is nothing to be found, and nothing fails."""
    shutil.rmtree(shelf / "demo")
    index = open_index()
    assert not index.search("appeal")
    index.close()


def test_a_faulty_procedure(shelf: Path) -> None:
    """A procedure with a fault is not indexed; the fault is told, and no half index is left."""
    file = next((shelf / "demo").glob("*.md"))
    file.write_text(file.read_text(encoding="utf-8") + "\n```asked-as\n```\n", encoding="utf-8")
    with pytest.raises(BadData, match="this asked-as block is empty"):
        open_index()
    assert indexes(shelf) == []


def asked(shelf: Path) -> Path:
    """Ask something, and give the file of what answers need."""
    from index import ask

    assert ask("who hears it", index=open_index()).question == "who hears it"
    (file,) = [path for path in indexes(shelf) if path.suffix == SUFFIX]
    return file


def test_a_search_does_not_make_what_only_answers_need(shelf: Path) -> None:
    """It is made when something is first asked, and read from then on."""
    first()
    assert not [path for path in indexes(shelf) if path.suffix == SUFFIX]
    before = asked(shelf).stat().st_mtime_ns
    assert asked(shelf).stat().st_mtime_ns == before


@pytest.mark.parametrize("broken", [b"", b"x", b"0\n{}", b"\xff\xfe"])
def test_what_answers_need_is_made_again_where_it_is_broken(shelf: Path, broken: bytes) -> None:
    """What is not whole is not read."""
    file = asked(shelf)
    whole = file.read_bytes()
    file.write_bytes(broken)
    assert asked(shelf).read_bytes() == whole


def test_what_answers_need_goes_with_its_index(shelf: Path) -> None:
    """Where an index is gone, what lay beside it is swept away."""
    file = asked(shelf)
    shutil.rmtree(file.with_suffix(""))
    text = next(shelf.glob("demo/*.md"))
    text.write_text(text.read_text("utf-8") + "\n", encoding="utf-8")
    library._loaded.clear()
    first()
    assert not file.exists()


def test_an_answer_without_a_place_to_write(shelf: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where nothing can be written the answer is the same."""
    from index.answers import laid

    def refused(path: Path, text: str) -> None:
        raise OSError("full")

    monkeypatch.setattr(laid, "write_atomically", refused)
    held = open_index()
    assert laid.asked_of(indexes(shelf)[0])["owners"] == held.asked["owners"]
    assert not [path for path in indexes(shelf) if path.suffix == SUFFIX]
