"""The engine of the columnar tables: asked by many at once, from any folder, and it keeps what it was asked."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import ibis
import ibis.expr.types as ir
import pytest

from aidgraph.errors import StorageError
from aidgraph.store.engine import Engine
from aidgraph.store.expressions import given, some
from aidgraph.store.tables import TABLES, write_rows

PARTIES = 2_000


def party(number: int) -> tuple[object, ...]:
    return (number, f"https://example.org/{number}", f"学校 {number}", "School", False, None)


def written(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    write_rows(folder / "parties.parquet", TABLES["parties"], map(party, range(PARTIES)))
    return folder


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return written(tmp_path_factory.mktemp("tables"))


def names(engine: Engine, *numbers: int) -> list[str]:
    column: list[str] = engine.ask(some, "parties", "party", "name", party=numbers).column("name").to_pylist()
    return column


def test_many_threads_that_ask_of_different_parties_at_once_get_their_own_answers(folder: Path) -> None:
    engine = Engine(folder)
    with ThreadPoolExecutor(16) as threads:
        for _ in range(3):
            found = threads.map(lambda number: names(engine, number), range(200))
            assert list(found) == [[f"学校 {number}"] for number in range(200)]


class Asked:
    """A question that counts how often it is put into words."""

    def __init__(self) -> None:
        self.put = 0

    def __call__(self, *columns: str) -> ir.Table:
        self.put += 1
        return some("parties", "party", *columns)


def test_what_is_asked_again_about_others_or_elsewhere_is_not_put_into_words_again(
    folder: Path, tmp_path: Path
) -> None:
    write_rows(tmp_path / "parties.parquet", TABLES["parties"], [(1, "", "elsewhere", "School", False, None)])
    engine, asked = Engine(folder), Asked()
    for number in range(3):
        assert engine.ask(asked, "name", party=[number]).to_pydict() == {"name": [f"学校 {number}"]}
    assert Engine(tmp_path).ask(asked, "name", party=[1]).to_pydict() == {"name": ["elsewhere"]}
    assert asked.put == 1


def test_what_was_given_with_one_question_is_gone_at_the_next(folder: Path) -> None:
    engine = Engine(folder)
    assert names(engine, 1, 2) == ["学校 1", "学校 2"]
    assert names(engine) == []


def nobody(column: str) -> ir.Table:
    return given(column).mutate(none=ibis.null("int32"), total=given(column)[column].sum())


def test_an_answer_has_the_types_that_its_question_says(folder: Path) -> None:
    answer = Engine(folder).ask(nobody, "party", party=[1, 2])
    assert [str(kind) for kind in answer.schema.types] == ["int32", "int32", "int64"]


@pytest.mark.parametrize(("name", "like_it"), [("[12] 结对", "1 结对"), ("what?", "whats"), ("a*b", "a-b")])
def test_a_folder_may_be_called_anything(tmp_path: Path, name: str, like_it: str) -> None:
    written(tmp_path / like_it)
    try:
        written(tmp_path / name)
    except OSError:
        pytest.skip("no file can be called so here")
    assert names(Engine(tmp_path / name), 7) == ["学校 7"]


def test_a_table_that_is_gone_is_told_and_found_when_it_is_back(tmp_path: Path) -> None:
    engine = Engine(tmp_path)
    with pytest.raises(StorageError, match="parties"):
        names(engine, 1)
    written(tmp_path)
    assert names(engine, 1) == ["学校 1"]
