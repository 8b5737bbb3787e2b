"""The library of procedures and its cache."""

from __future__ import annotations

import shutil
import stat
from pathlib import Path

import pytest

from toolkit.problem import BadData, Refused
from toolkit.procedure import library
from toolkit.procedure.library import candidates, load, load_all, load_folder, procedure_ids
from toolkit.procedure.procedure import Procedure

DEMO = Path(__file__).parent / "procedures" / "demo"


@pytest.fixture
def shelf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A library of one procedure that may be written, with a cache of its own."""
    folder = tmp_path / "procedures"
    shutil.copytree(DEMO, folder / "demo")
    monkeypatch.setenv("TOOLKIT_PROCEDURES", str(folder))
    monkeypatch.setenv("TOOLKIT_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr(library, "_loaded", {})
    return folder


def cached(shelf: Path) -> Path:
    """Give the one cache file."""
    (file,) = (shelf.parent / "cache").glob("demo-*.json")
    return file


def afresh(monkeypatch: pytest.MonkeyPatch) -> Procedure:
    """Load as another process would, and fail if that parses."""
    monkeypatch.setattr(library, "_loaded", {})
    with monkeypatch.context() as patch:
        patch.setattr("toolkit.procedure.parse.parse_folder", None)
        return load("demo")


def test_ids_of_the_library() -> None:
    """The library of the checkout has the LDPP."""
    assert "ldpp" in procedure_ids()


def test_folder_by_environment(shelf: Path) -> None:
    """``TOOLKIT_PROCEDURES`` stands in for the library's own folder."""
    (shelf / "not-a-procedure").mkdir()
    (shelf / "NOTICE.md").write_text("text")
    assert procedure_ids() == ("demo",)
    assert [procedure.id for procedure in load_all()] == ["demo"]


def test_no_folder_at_all(shelf: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder that is not there is an empty library."""
    monkeypatch.setenv("TOOLKIT_PROCEDURES", str(shelf / "nowhere"))
    assert procedure_ids() == ()


def test_same_object_while_the_files_stay(shelf: Path) -> None:
    """A second load gives the very same procedure."""
    assert load("demo") is load("DEMO")


def test_cache_gives_an_equal_procedure(shelf: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What comes from the cache equals what was parsed."""
    parsed = load("demo")
    assert cached(shelf).exists()
    read = afresh(monkeypatch)
    assert read is not parsed
    assert read == parsed


def test_ldpp_survives_the_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The largest procedure can be cached, so that warm commands are quick."""
    monkeypatch.setenv("TOOLKIT_CACHE", str(tmp_path))
    monkeypatch.setattr(library, "_loaded", {})
    parsed = load("ldpp")
    monkeypatch.setattr(library, "_loaded", {})
    monkeypatch.setattr("toolkit.procedure.parse.parse_folder", None)
    assert load("ldpp") == parsed


def test_changed_text_is_seen(shelf: Path) -> None:
    """A change in the Markdown is never hidden by the cache."""
    before = load("demo")
    file = shelf / "demo" / "01-text.md"
    file.write_text(file.read_text().replace("treated fairly", "treated justly"))
    assert load("demo") != before
    assert "justly" in load("demo").clause_by_ref["DEMO 1.1"].text


def test_new_file_is_seen(shelf: Path) -> None:
    """A further Markdown file is never hidden by the cache."""
    load("demo")
    (shelf / "demo" / "02-more.md").write_text("---\nprefix: DEMO\n---\n# 2. More\n\n2.1 More.\n")
    assert "DEMO 2.1" in load("demo").clause_by_ref


def test_other_code_is_another_key(shelf: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another version of the toolkit does not trust the cache of this one."""
    load("demo")
    before = cached(shelf).read_bytes()
    monkeypatch.setattr(library, "__version__", "0.0.0")
    monkeypatch.setattr(library, "_loaded", {})
    load("demo")
    assert cached(shelf).read_bytes() != before


@pytest.mark.parametrize(
    "damage",
    [
        lambda content: b"",
        lambda content: b"{}",
        lambda content: content[: len(content) // 2],
        lambda content: content.replace(b"fairly", b"unfair"),
        lambda content: content[:-1] + b"\xff",
        lambda content: b"\x00" * 100,
    ],
    ids=["empty", "other", "cut", "changed", "not-text", "zeros"],
)
def test_broken_cache_is_rebuilt(shelf: Path, monkeypatch: pytest.MonkeyPatch, damage) -> None:
    """A broken cache file is silently made anew."""
    parsed = load("demo")
    whole = cached(shelf).read_bytes()
    cached(shelf).write_bytes(damage(whole))
    monkeypatch.setattr(library, "_loaded", {})
    assert load("demo") == parsed
    assert cached(shelf).read_bytes() == whole


@pytest.mark.parametrize(
    ("held", "changed"),
    [
        (b'{"":"Clause"', b'{"":"Paragraph"'),
        (b'{"":"Clause"', b'{"":"Clause","words":1'),
        (b'"ref":', b'"reference":'),
        (b'{"":"Procedure"', b'{"":"Place"'),
        (b'{"":"Procedure"', b'{"other":"Procedure"'),
        (b'{"":"Clause"', b'{"":["Clause"]'),
    ],
    ids=["unknown-kind", "unknown-key", "missing-key", "other-kind", "no-kind", "list"],
)
def test_cache_that_is_no_procedure(
    shelf: Path, monkeypatch: pytest.MonkeyPatch, held: bytes, changed: bytes
) -> None:
    """A cache file with the right key and hash that holds no procedure is made anew."""
    from hashlib import sha256

    parsed = load("demo")
    head, _, body = cached(shelf).read_bytes().partition(b"\n")
    assert held in body
    body = body.replace(held, changed)
    key = head.split()[0]
    cached(shelf).write_bytes(key + b" " + sha256(body).hexdigest().encode() + b"\n" + body)
    monkeypatch.setattr(library, "_loaded", {})
    assert load("demo") == parsed


def test_cache_folder_is_a_file(shelf: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a cache folder everything works, only slower."""
    file = shelf / "file"
    file.write_text("")
    monkeypatch.setenv("TOOLKIT_CACHE", str(file))
    assert load("demo").id == "demo"


def test_no_parts_left_behind(shelf: Path) -> None:
    """The cache is written whole: nothing else is left in its folder."""
    load("demo")
    assert [each.suffix for each in (shelf.parent / "cache").iterdir()] == [".json"]
    assert stat.S_IMODE(cached(shelf).stat().st_mode) & 0o400


def test_unknown_id(shelf: Path) -> None:
    """An unknown id is refused with the nearest one."""
    with pytest.raises(Refused) as refused:
        load("dmeo")
    assert str(refused.value) == "there is no procedure 'dmeo'; did you mean 'demo'?"


def test_unlike_any_id(shelf: Path) -> None:
    """An id like no other is refused with the list of ids."""
    with pytest.raises(Refused) as refused:
        load("zzz")
    assert str(refused.value) == (
        f"there is no procedure 'zzz'; the procedures are demo in {shelf}"
    )


def test_id_is_no_path(shelf: Path) -> None:
    """An id never leads out of the library's folder."""
    with pytest.raises(Refused, match=r"there is no procedure '\.\./procedures/demo'"):
        load("../procedures/demo")


def test_faulty_procedure(shelf: Path) -> None:
    """A faulty procedure is bad data, with each fault, and is not cached."""
    file = shelf / "demo" / "01-text.md"
    file.write_text(file.read_text().replace("modality: may", "modality: might"))
    with pytest.raises(BadData, match=r"demo/01-text\.md:"):
        load("demo")
    assert not list((shelf.parent / "cache").glob("demo-*"))


def test_empty_folder(tmp_path: Path) -> None:
    """A folder without Markdown is no procedure."""
    with pytest.raises(BadData) as bad:
        load_folder(tmp_path)
    assert f"there is no Markdown file in {tmp_path.name}/" in str(bad.value)


def test_candidates_by_name(shelf: Path) -> None:
    """A reference that names its procedure loads no other."""
    shutil.copytree(shelf / "demo", shelf / "other")
    text = (shelf / "other" / "01-text.md").read_text()
    (shelf / "other" / "01-text.md").write_text(
        text.replace("DEMO", "OTH").replace("id: demo", "id: other")
    )
    assert [each.id for each in candidates("oth 1.1")] == ["other"]
    assert [each.id for each in candidates("demo:1.1")] == ["demo"]
    assert [each.id for each in candidates("1.1")] == ["demo", "other"]


def test_two_threads_compile_once(shelf: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Threads that load a procedure at the same time compile it once, and get the same one."""
    from concurrent.futures import ThreadPoolExecutor

    compiled = []
    compile_ = library._compile

    def counting(folder: Path) -> Procedure:
        compiled.append(folder)
        return compile_(folder)

    monkeypatch.setattr(library, "_compile", counting)
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(load, ["demo"] * 4))
    assert len(compiled) == 1
    assert all(procedure is found[0] for procedure in found)
