"""Many letters: resumable, a faulty row stops no other, on any executor."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from itertools import islice
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.packing import case_file
from toolkit.letters.bulk import JOURNAL, Order, Report, bulk, items_of_cases, items_of_table
from toolkit.letters.rows import read_table
from toolkit.problem import BadData
from toolkit.procedure.library import load
from tui.cli import main

ORDER = Order("ldpp", "invitation-stage-2", date(2026, 3, 16))
HEAD = "id,date-of-birth,meeting.place\n"


def table(folder: Path, *rows: str, head: str = HEAD) -> Path:
    path = folder / "table.csv"
    path.write_text(head + "".join(f"{row}\n" for row in rows), encoding="utf-8-sig")
    return path


def run(path: Path, out: Path, base: Path | None, **more: object) -> Report:
    rows = read_table(path, load("ldpp"))
    items = items_of_table(rows, path, ORDER.letter, base)
    return bulk(ORDER, items, out, **more)  # type: ignore[arg-type]


def test_each_row_gives_a_letter_and_a_faulty_one_stops_no_other(tmp_path: Path) -> None:
    """A row is facts and fields over a case; what is wrong is said with its line."""
    base = case_file(tmp_path)
    path = table(
        tmp_path,
        "C-1,2009-05-14,Room 1",
        "C-2,soon,Room 2",
        "C-3,2009-05-14",
        "",
        "C-1,2009-05-14,Room 4",
        'C-5,2007-01-01,"Room 5, upstairs"',
    )
    report = run(path, tmp_path / "out", base)
    assert (report.made, report.skipped, report.failed) == (2, 0, 3)
    assert [str(problem).replace(str(path), "T") for problem in report.problems] == [
        "T:3: 'date-of-birth' is 'soon', not a day such as 2026-03-24",
        "T:4: this row has 2 cells, and there are 3 columns; put a text that has a comma in it "
        "into quotation marks",
        "T:6: its letter would be C-1--invitation-stage-2.docx, as that of T:2; give each its own "
        "id, or a column 'file'",
    ]
    assert sorted(each.name for each in (tmp_path / "out").iterdir()) == [
        "C-1--invitation-stage-2.docx", "C-5--invitation-stage-2.docx", JOURNAL,
    ]  # fmt: skip


def test_a_second_run_makes_only_what_is_new_or_changed(tmp_path: Path) -> None:
    """What is there, made from the same, is left; a changed row and a lost file are made again."""
    base, out = case_file(tmp_path), tmp_path / "out"
    rows = ["C-1,2009-05-14,Room 1", "C-2,2009-05-14,Room 2", "C-3,2009-05-14,Room 3"]
    assert run(table(tmp_path, *rows), out, base).made == 3
    assert run(table(tmp_path, *rows), out, base).skipped == 3
    (out / "C-1--invitation-stage-2.docx").unlink()
    with (out / JOURNAL).open("a") as journal:
        journal.write('{"file": "cut o')
    report = run(table(tmp_path, *rows[:2], "C-3,2009-05-14,Room 4"), out, base)
    assert (report.made, report.skipped) == (2, 1)


def test_a_run_that_is_stopped_goes_on_where_it_was(tmp_path: Path) -> None:
    """What was made before somebody stopped it is not made again."""
    base, out = case_file(tmp_path), tmp_path / "out"
    path = table(tmp_path, *(f"C-{number},2009-05-14,Room 1" for number in range(3)))

    def stop(report: Report) -> None:
        if report.made == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run(path, out, base, tell=stop)
    report = run(path, out, base)
    assert (report.made, report.skipped) == (1, 2)


def test_the_head_of_a_table_is_held_to_what_is_known(tmp_path: Path) -> None:
    """A column that is nothing is named with what was perhaps meant."""
    path = table(tmp_path, head="id,date-of-brith,meting.place,id\n")
    with pytest.raises(BadData) as caught:
        next(read_table(path, load("ldpp")))
    assert [str(problem).replace(str(path), "T") for problem in caught.value.problems] == [
        "T:1: 'date-of-brith' is no column: neither a fact of ldpp nor a field; "
        "did you mean 'date-of-birth'?",
        "T:1: 'meting.place' is no column: neither a fact of ldpp nor a field; "
        "toolkit letters fields lists the fields",
        "T:1: the column 'id' stands here twice",
    ]
    with pytest.raises(BadData, match="the table is empty; its first line names the columns"):
        next(read_table(table(tmp_path, head=""), load("ldpp")))
    with pytest.raises(BadData, match="there is no such file"):
        next(read_table(tmp_path / "none.csv", load("ldpp")))


def test_rows_are_taken_as_they_are_needed(tmp_path: Path) -> None:
    """An endless table gives its first rows: nothing is read ahead."""
    path = table(tmp_path, *(f"C-{number},2009-05-14,R" for number in range(1000)))
    first = list(islice(read_table(path, load("ldpp")), 2))
    assert [row.line for row in first] == [2, 3]  # type: ignore[union-attr]


def test_any_executor_will_do(tmp_path: Path) -> None:
    """Threads make the same letters as this process does."""
    base = case_file(tmp_path)
    path = table(tmp_path, *(f"C-{number},2009-05-14,Room {number}" for number in range(6)))
    assert run(path, tmp_path / "one", base).made == 6
    with ThreadPoolExecutor(2) as threads:
        assert run(path, tmp_path / "two", base, executor=threads, workers=2).made == 6
    for letter in (tmp_path / "one").glob("*.docx"):
        assert letter.read_bytes() == (tmp_path / "two" / letter.name).read_bytes()


@pytest.mark.filterwarnings("ignore")
def test_a_cluster_makes_the_same_letters(tmp_path: Path) -> None:
    """The executor of dask.distributed on a local cluster makes them as well."""
    distributed = pytest.importorskip("distributed")
    base = case_file(tmp_path)
    path = table(tmp_path, "C-1,2009-05-14,Room 1", "C-2,2009-05-14,Room 2")
    assert run(path, tmp_path / "one", base).made == 2
    cluster = distributed.LocalCluster(
        n_workers=1, threads_per_worker=1, processes=False, dashboard_address=None
    )
    with cluster, distributed.Client(cluster) as client:
        report = run(path, tmp_path / "two", base, executor=client.get_executor(), workers=1)
    assert report.made == 2
    for letter in (tmp_path / "one").glob("*.docx"):
        assert letter.read_bytes() == (tmp_path / "two" / letter.name).read_bytes()


def test_the_command_makes_letters_of_cases_and_tables(tmp_path: Path) -> None:
    """Both ways of asking work; faulty cases are reported, and the code says so."""
    base = case_file(tmp_path)
    bad = tmp_path / "bad.yaml"
    bad.write_text("procedure: ldpp\nfact: {}\n")
    words = ["letters", "bulk", "invitation-stage-2", "--on", "2026-03-16", "--jobs", "1"]
    done = CliRunner().invoke(main, [*words, str(base), str(bad), "-o", str(tmp_path / "a")])
    assert done.exit_code == 3
    assert f"wrote 1 letters to {tmp_path / 'a'}, 1 not made\n" in done.output
    assert f"{bad}:2: the case has no key 'fact'; did you mean 'facts'?" in done.output
    path = table(tmp_path, "C-1,2009-05-14,Room 1")
    told = CliRunner().invoke(
        main, [*words, "--csv", str(path), "--case", str(base), "-o", str(tmp_path / "b"), "--json"]
    )
    assert json.loads(told.output)["made"] == 1
    neither = CliRunner().invoke(main, [*words, "-o", str(tmp_path / "c")])
    assert neither.exit_code == 2 and "give case files, or a table with --csv" in neither.output


def test_items_of_cases_are_named_after_them() -> None:
    """A case's letter has the case's name."""
    (item,) = items_of_cases([Path("x/C 1 & 2.yaml")], "warning")
    assert item.file == "C-1-2--warning.docx"
