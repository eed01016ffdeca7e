"""`decide` takes sound rows and lists the others; exit codes as agreed."""

from apps.brands.selectors.merged import root_of
from apps.consolidation.models import Decision, Merge
from tests.brands.shelf import put

HEADER = "brand_a_id,brand_b_id,verdict,survivor_id,reason\n"


def _file(tmp_path, *rows, header=HEADER):
    path = tmp_path / "decisions.csv"
    path.write_text(header + "\n".join(rows) + "\n")
    return path


def test_rows_are_merged_decided_or_listed(in_acme, command, tmp_path):
    a, b, c, d = (put(name) for name in ("ALPHA", "BRAVO", "CHARLIE", "CHARLIE RED"))
    path = _file(
        tmp_path,
        f"{a.pk},{b.pk},same_brand,{b.pk},one firm",
        f"{a.pk},{c.pk},not_duplicate,,",
        f"{d.pk},{c.pk},sku_of_brand,,",
        f"{a.pk},{a.pk},same_brand,,",
        "999999,1,same_brand,,",
        "x,y,nonsense,,",
    )
    code, answer, said = command("decide", "acme", "--file", path)
    assert code == 0
    assert {k: answer[k] for k in ("rows", "merged", "decided", "rejected")} == {
        "rows": 6, "merged": 2, "decided": 1, "rejected": 3,
    }  # fmt: skip
    assert "row 4" in said
    in_acme.refresh_from_db()
    from django.db import connection

    connection.set_tenant(in_acme)
    assert (root_of(a.pk), root_of(d.pk)) == (b.pk, c.pk)
    assert Merge.objects.count() == 2
    code, again, _said = command("decide", "acme", "--file", path)
    assert (code, again["already"], again["merged"]) == (0, 3, 0)


def test_another_kind_of_file_is_refused_and_nothing_written(in_acme, command, tmp_path):
    code, answer, _said = command("decide", "acme", "--file", _file(tmp_path, "1,2,3", header="a,b,c\n"))
    assert (code, answer["status"], answer["error"]["code"]) == (3, "refused", "header_missing")
    assert command("decide", "acme", "--file", tmp_path / "none.csv")[0] == 3
    assert command("decide", "nowhere", "--file", tmp_path / "none.csv")[1]["error"]["code"] == "unknown_workspace"
    assert not Decision.objects.exists()


def test_a_row_that_cannot_be_read_is_listed_and_the_next_one_is_taken(in_acme, command, tmp_path):
    a, b = put("ALPHA"), put("BETA")
    path = _file(tmp_path, f'{a.pk},{b.pk},different,,"{"x" * 200_000}"', f"{a.pk},{b.pk},different,,", f"{a.pk}")
    code, answer, _said = command("decide", "acme", "--file", path)
    assert (code, answer["rows"], answer["decided"], answer["rejected"]) == (0, 3, 1, 2)
