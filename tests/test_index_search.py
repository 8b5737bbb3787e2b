"""A search finds the clause that answers, whatever is typed, and never fails on it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index import Index, Settings, open_index
from index.evaluate import evaluate, mean, read

INVENTED = Path(__file__).parent / "data" / "search-invented.jsonl"


@pytest.fixture(scope="module")
def index() -> Iterator[Index]:
    """The index of the shipped procedures."""
    made = open_index()
    yield made
    made.close()


def refs(index: Index, query: str, limit: int = 5) -> list[str]:
    return [hit.ref for hit in index.search(query, limit=limit)]


def test_invented_questions(index: Index) -> None:
    """Of some thirty invented questions most find their clause first, nearly all among five."""
    queries = read(INVENTED.read_text(encoding="utf-8"), INVENTED.name)
    score = mean(each.score for each in evaluate(queries, index.search))
    assert score.queries >= 30
    assert score.hit_1 >= 0.5
    assert score.recall_5 >= 0.75


def test_a_hit(index: Index) -> None:
    """A hit has the clause's words, its path, its rules and a snippet with the words marked."""
    hit = index.search("increase the severity of a sanction on appeal", procedure="ldpp")[0]
    assert hit.ref == hit.item == "LDPP 8.4"
    assert hit.procedure == "ldpp"
    assert hit.path == ("8. Appeals",) or "Appeal" in hit.path[-1]
    assert hit.text.startswith("8.4 The appeal panel can uphold or dismiss an appeal.")
    assert "**increase**" in hit.snippet and "**severity**" in hit.snippet
    assert hit.rules and len(set(hit.rules)) == len(hit.rules)
    assert hit.score > 0


def test_the_item_that_fits(index: Index) -> None:
    """A numbered clause with a list is one hit, and points to the item that fits best."""
    hits = [
        hit for hit in index.search("gross breach theft", limit=5) if hit.ref == "LDPP 3.1 Gross"
    ]
    assert len(hits) == 1
    assert (
        "heft"
        in dict(
            next(each for each in index.passages if each["name"] == "LDPP 3.1 Gross")["clauses"]
        )[hits[0].item]
    )


@pytest.mark.parametrize(
    ("sensed", "item"),
    [
        ({"LDPP 3.1 Gross 22": 0.7, "LDPP 3.1 Gross 3": 0.3}, "LDPP 3.1 Gross 22"),
        ({"LDPP 3.1 Gross 22": 0.5, "LDPP 3.1 Gross 3": 0.4}, "LDPP 3.1 Gross 3"),
        ({"LDPP 3": 0.9}, "LDPP 3.1 Gross 3"),
        ({}, "LDPP 3.1 Gross 3"),
    ],
)
def test_the_item_that_is_plainly_asked_for(
    index: Index, monkeypatch: pytest.MonkeyPatch, sensed: dict[str, float], item: str
) -> None:
    """An item is pointed to that is sensed plainly; else the one that the words fit best."""
    monkeypatch.setattr(index.gatherer, "sensed_within", lambda question, at: sensed)
    hits = index.search("gross breach theft", limit=5)
    assert [hit.item for hit in hits if hit.ref == "LDPP 3.1 Gross"] == [item]


def test_one_procedure_only(index: Index) -> None:
    """With a procedure, nothing of another is found."""
    for query in ("appeal", "3.1", "who decides"):
        assert {hit.procedure for hit in index.search(query, procedure="pi31")} == {"pi31"}


def test_one_kind_only(index: Index) -> None:
    """With a kind, each hit carries such a rule."""
    from toolkit import load

    for hit in index.search("suspension of a learner", kind="letter", procedure="ldpp"):
        kinds = {rule: load("ldpp").rule_by_id[rule].kind for rule in hit.rules}  # type: ignore[attr-defined]
        assert "letter" in kinds.values()
    assert not index.search("suspension", kind="no-such-kind")


@pytest.mark.parametrize("limit", [0, -1, 1, 3, 1000])
def test_limits(index: Index, limit: int) -> None:
    """There are never more hits than asked for, and a shorter list begins the longer one."""
    hits = index.search("appeal against a warning", limit=limit)
    assert len(hits) <= max(0, limit)
    assert refs(index, "appeal against a warning", 3)[: len(hits)] == [hit.ref for hit in hits][:3]


def test_misspelt(index: Index) -> None:
    """A misspelt word is taken for the policies' own, and the query is given back mended."""
    hits = index.search("Suspenssion confirmd in writting")
    assert hits.did_you_mean == "suspension confirmed in writing"
    assert hits[0].ref == "LDPP 6.4"
    assert index.search("suspension confirmed in writing").did_you_mean == ""
    assert index.search("LDPP 5.24").did_you_mean == ""


def test_a_phrase_in_quotes(index: Index) -> None:
    """What has the phrase word for word comes before what has only its words."""
    for query in ('"no case to answer"', "“no case to answer”"):
        assert "no case to answer" in index.search(query)[0].text.lower()
    assert "danger to themselves" in index.search('"danger to themselves"')[0].text


def test_a_prefix(index: Index) -> None:
    """An asterisk stands for the rest of a word."""
    for hit in index.search("susp*", limit=5):
        assert "susp" in hit.text.lower()
    assert not index.search("zzzzzq*")


def test_named_stage_and_procedure(index: Index) -> None:
    """The stage and the procedure that a question names are preferred."""
    assert refs(index, "who chairs the hearing at stage three at Loughborough College", 3).count(
        "LDPP 5.27"
    )
    assert {hit.procedure for hit in index.search("LRS appeal", limit=3)} == {"lrs"}


def test_synonyms_of_terms_stay_with_their_procedure(index: Index) -> None:
    """What a term means in one policy is not looked for in another."""
    question = index.understand("natural justice")
    assert set(question.synonyms) <= set(index.data["procedures"])


@pytest.mark.parametrize(
    "query",
    [
        "", " ", "\n\t", "\0", "\x1b[31mred\x1b[0m", "'", '"', '""', '"""', "* * *", "*", "(((", ")",
        "AND OR NOT", "a AND (b OR", "text:foo^2~", "foo^bar:[a TO b]", "{!x}", "\\", "🙂", "👩‍👩‍👧 expelled",
        "ß İ ﬁ ½ ², ①", "עברית 中文 العربية", "a" * 100_000, "appeal " * 20_000, "5." * 50_000,
        '"' * 5_000, "* " * 5_000, "3.1 " * 3_000, "\ud800", "%s %n {0}", "../../etc/passwd", "; rm -rf",
        "zxqwv", "the of and", "--json", "-1", "stage stage stage", "first stage second stage",
    ],
)  # fmt: skip
def test_hostile_input(index: Index, query: str) -> None:
    """Nothing that is typed makes a search fail."""
    hits = index.search(query)
    assert len(hits) <= 10
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)


def test_nothing_found(index: Index) -> None:
    """Words that nothing has find nothing."""
    assert not index.search("zxqwv")
    assert not index.search("")


@settings(max_examples=60, deadline=None)
@given(query=st.text(max_size=80))
def test_any_text(index: Index, query: str) -> None:
    """Any text gives hits with real clauses, the same each time."""
    hits = index.search(query, limit=3)
    assert hits.found == index.search(query, limit=3).found
    for hit in hits:
        clauses = {ref for each in index.passages for ref, _ in each["clauses"]}
        assert {hit.ref, hit.item} <= clauses


def test_settings_are_frozen() -> None:
    """The weights cannot be changed in passing, only replaced."""
    weights = Settings()
    with pytest.raises(AttributeError):
        weights.linked = 1.0  # type: ignore[misc]
    with pytest.raises(TypeError):
        weights.words["stem"] = 0.0  # type: ignore[index]
    assert replace(weights, linked=0.0).linked == 0.0


def test_other_settings() -> None:
    """An index can be opened with other weights."""
    index = open_index(Settings(words=MappingProxyType({"text": 1.0})))
    assert index.search("ProMonitor", limit=1)
    index.close()


def test_without_near_words(index: Index) -> None:
    """Without the table of near words a search still works."""
    from index.store import stored

    held = stored()
    bare = Index(held.folder, held.data, near=None)
    assert bare.search("appeal in writing", limit=1)
    bare.close()
