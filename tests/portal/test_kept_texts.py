"""What was kept or raised in English is said in the language of the page."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.utils.translation import override

from apps.core.kept_texts import told
from apps.portal import kept_texts
from apps.portal.tables.held import suggestion
from apps.portal.templatetags import portal
from apps.registry.checks.suggest import _SUGGESTIONS as SUGGESTED
from apps.registry.checks.suggest import suggest

ROOT = Path(__file__).parents[2]
pytestmark = pytest.mark.usefixtures("compiled_words")
READERS = sorted((ROOT / "apps/registry/formats").glob("*.py"))


@pytest.mark.parametrize(
    ("kept", "said"),
    [
        ("wines.csv is empty.", "wines.csv está vacío."),
        ("a is b.csv is a PDF, not a table.", "a is b.csv es un PDF, no una tabla."),
        ("Import of brandy is empty.csv", "Importación de brandy is empty.csv"),
        ("Export of brands as csv", "Exportación de marcas como csv"),
        ("Edit: 1,200 brands", "Editar: 1,200 marcas"),
        ("Reading and checking", "Leyendo y comprobando"),
        ("Enter a whole number from 0 to 1000.", "Introduzca un número entero de 0 a 1000."),
    ],
)
def test_it_is_said_in_spanish_with_its_values(kept: str, said: str) -> None:
    with override("es"):
        assert told(kept) == said
    with override("en"):
        assert told(kept) == kept


@pytest.mark.parametrize(
    ("kept", "said", "in_spanish"),
    [
        ("Export of skus as csv", "Export of SKUs as csv", "Exportación de SKU como csv"),
        ("Edit: 1 brands", "Edit: 1 brand", "Editar: 1 marca"),
        ("Archive: 2 skus", "Archive: 2 SKUs", "Archivar: 2 SKU"),
        ("Tag: 1 importers", "Tag: 1 importer", "Etiquetar: 1 importador"),
        ("Export of quarantine as csv", "Export of quarantine as csv", "Exportación de cuarentena como csv"),
    ],
)
def test_rows_are_called_by_their_name_and_number(kept: str, said: str, in_spanish: str) -> None:
    with override("en"):
        assert told(kept) == said
    with override("es"):
        assert told(kept) == in_spanish


@pytest.mark.parametrize(("n", "said", "in_spanish"), [(1, "1 note", "1 nota"), (2, "2 notes", "2 notas")])
def test_a_number_of_records_is_said_by_their_number(n: int, said: str, in_spanish: str) -> None:
    with override("en"):
        assert portal.record_count("note", n) == said
    with override("es"):
        assert portal.record_count("note", n) == in_spanish


@pytest.mark.parametrize("kept", ["", None, "Nobody knows this.", "100 % of nothing", "%(name)s"])
def test_what_nobody_knows_stays_as_it_is(kept: str | None) -> None:
    with override("es"):
        assert told(kept) == (kept or "")


def raised() -> Iterator[tuple[str, str]]:
    """Each text with values that readers of files raise, values filled in."""
    for path in READERS:
        for node in ast.walk(ast.parse(path.read_text())):
            match node:
                case ast.Raise(exc=ast.Call(args=[ast.JoinedStr() as text, *_])):
                    yield f"{path.name}:{node.lineno}", _filled(text)
                case ast.Call(func=ast.Attribute(attr="_warn"), args=[_, ast.JoinedStr() as text, *_]):
                    yield f"{path.name}:{node.lineno}", _filled(text)


def _filled(text: ast.JoinedStr) -> str:
    return "".join(str(part.value) if isinstance(part, ast.Constant) else "7" for part in text.values)


@pytest.mark.parametrize(("where", "text"), sorted(raised()))
def test_all_that_readers_say_is_known(where: str, text: str) -> None:
    with override("es"):
        assert told(text) != text


def reasons() -> Iterator[str]:
    """Each sentence the engine has for its reasons."""
    tree = ast.parse((ROOT / "apps/consolidation/linkage/wording.py").read_text())
    told = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        match node:
            case ast.Constant(str(text)) if text.endswith(".") and id(node) not in told:
                yield text


ODD_ROWS = [
    {}, {"ttb_id": "2.6257E+13"}, {"ttb_id": "XX21013001000714"}, {"ttb_id": "123"}, {"ttb_id": "1" * 20},
    {"ttb_id": "24999001000001", "completed_date": "31/12/2023"}, {"completed_date": "02/31/2024"},
    {"completed_date": "soon"}, {"completed_date": "12/31/2999"}, {"fanciful_name": "Reserva"},
    {"ttb_id": "4001001000001"},
]  # fmt: skip


@pytest.mark.parametrize("code", sorted(SUGGESTED))
@pytest.mark.parametrize("raw", ODD_ROWS)
def test_all_suggestions_about_rows_that_wait_are_known(code: str, raw: dict[str, str]) -> None:
    raw = {"ttb_id": "24001001000001", **raw}
    row = {"reasons": [code], "raw": raw, "suggestion": suggest(code, raw)}
    with override("en"):
        assert suggestion(row) == row["suggestion"]
    with override("es"):
        assert suggestion(row) != row["suggestion"]


def test_suggestions_of_several_faults_are_said_one_after_the_other() -> None:
    raw = {"fanciful_name": "Reserva"}
    row = {"reasons": ["brand_missing", "permit_missing"], "raw": raw}
    kept = " ".join(suggest(code, raw) for code in ("brand_missing", "permit_missing"))
    with override("es"):
        said = suggestion({**row, "suggestion": kept})
    assert "Reserva" in said
    assert "Fill in" not in said


def test_all_reasons_of_the_engine_are_known() -> None:
    from apps.consolidation.kept_texts import REASONS

    assert set(reasons()) == set(REASONS)
    with override("es"):
        said = told("Both say OAK; only one also says RESERVE.")
    assert said == "Ambos dicen OAK; solo uno dice además RESERVE."


def steps() -> Iterator[tuple[str, str]]:
    """Each word a job says of its progress, and each title without values."""
    for path in sorted((ROOT / "apps").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text())):
            match node:
                case ast.Call(func=ast.Attribute(attr="progress"), args=[_, _, ast.Constant(str(text))]) if text:
                    yield f"{path.name}:{node.lineno}", text
                case ast.Call(keywords=[*_, ast.keyword("title", ast.Constant(str(text))), _]):
                    yield f"{path.name}:{node.lineno}", text


@pytest.mark.parametrize(("where", "text"), sorted(steps()))
def test_all_steps_of_jobs_are_known(where: str, text: str) -> None:
    assert text in {*kept_texts.PROGRESS, *kept_texts.JOBS}
