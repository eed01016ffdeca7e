"""`match_names FILE` says of pairs whether they are one brand, by names alone or with whatever else is known."""

import json
from io import StringIO
from math import exp

import pytest
from django.core.management import call_command

from apps.consolidation.linkage.results import RELATIONS


def run(path):
    out = StringIO()
    call_command("match_names", str(path), stdout=out)
    return [json.loads(line) for line in out.getvalue().splitlines()]


def pairs(tmp_path, *rows, header="name_a,name_b"):
    path = tmp_path / "pairs.csv"
    path.write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
    return run(path)


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("10 BARREL BREWING COMPANY", "10 BARREL BREWING CO."),
        ("A.F. GROS", "AF GROS"),
        ("A LE COQ", "A.LE COQ"),
        ("AC GOLDEN BREWING CO.", "AC GOLDEN BREWING CO"),
        ("ABITA BREWING COMPANY LLC", "ABITA BREWING COMPANY"),
        ("A. AND C. COURVOISIER", "A ET C. COURVOISIER"),
        ("ANTÓNIO LOPES RIBEIRO WINES", "ANTONIO LOPES RIBEIRO"),
        ("FREIXENET", "FRIEXENET"),
        ("THREE FLOYDS", "3 FLOYDS BREWING"),
        ("BODEGAS MUGA", "MUGA"),
    ],
)
def test_two_spellings_are_one_brand(tmp_path, one, two):
    (found,) = pairs(tmp_path, f"{one},{two}")
    assert found["relation"] == "same_brand"
    assert found["probability"] >= 0.7


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("'WITTY FARMER' BELGIAN STYLE WITBIER", "ORIGI N.CA BREWING"),
        ("AGRICOLA MARIO GIRIBALDI", "AGRICOLA BRANDINI"),
        ("MILL LANE DISTILLING COMPANY", "10 MILL VODKA"),
        ("THE BLUFFERS", "THE BRUERY"),
        ("SIERRA NEVADA BREWING CO.", "SIERRA MADRE BREWING CO."),
        ("BLACK BOTTLE", "BLUE BOTTLE"),
        ("X", "Y"),
        ("", ""),
    ],
)
def test_likeness_by_chance_is_no_brand(tmp_path, one, two):
    (found,) = pairs(tmp_path, f"{one},{two}")
    assert found["relation"] == "different"
    assert found["probability"] < 0.3


@pytest.mark.parametrize(
    ("child", "parent"),
    [
        ("7TH STATE GOLDEN LAGER", "7TH STATE"),
        ("JOHNNIE WALKER BLUE LABEL", "JOHNNIE WALKER"),
        ("MUGA RIOJA RESERVA", "BODEGAS MUGA"),
        ("FOUR ROSES SINGLE BARREL", "FOUR ROSES"),
        ("COORS LIGHT", "COORS"),
    ],
)
def test_a_product_belongs_under_its_brand(tmp_path, child, parent):
    forth, back = pairs(tmp_path, f"{child},{parent}", f"{parent},{child}")
    assert (forth["relation"], forth["child"]) == ("sku_of_brand", "a")
    assert (back["relation"], back["child"]) == ("sku_of_brand", "b")
    assert forth["probability"] < 0.3


def test_two_products_of_one_brand_are_not_the_same(tmp_path):
    (found,) = pairs(tmp_path, "GLENLIVET 12 YEAR OLD,GLENLIVET 18")
    assert found["probability"] < 0.3
    assert found["relation"] not in ("same_brand", "sku_of_brand")


def test_the_reasons_sum_to_the_score(tmp_path):
    for found in pairs(tmp_path, "ABITA,ABITA BREWING", "7TH STATE LAGER,7TH STATE", "CORA,DORA"):
        score = sum(reason["weight"] for reason in found["reasons"])
        assert 1 / (1 + exp(-score)) == pytest.approx(found["probability"], abs=0.01)
        assert all(set(reason) == {"feature", "value", "weight", "text"} for reason in found["reasons"])
        assert found["relation"] in RELATIONS


def test_rows_come_in_order_with_their_ids(tmp_path):
    found = pairs(tmp_path, "x7,ABITA,ABITA", "x3,CORA,DORA", header="id,name_a,name_b")
    assert [row["id"] for row in found] == ["x7", "x3"]


def test_what_else_is_known_counts(tmp_path):
    header = "name_a,name_b,permit_a,permit_b,origin_a,origin_b"
    alone, together, apart = pairs(
        tmp_path,
        "BUCKHORN VINEYARDS,BUCKHORN WINERY,,,,",
        "BUCKHORN VINEYARDS,BUCKHORN WINERY,BWN-CA-21001,BWN-CA-21001,01,01",
        "BUCKHORN VINEYARDS,BUCKHORN WINERY,BWN-CA-21001,BWN-NY-5,01,02",
        header=header,
    )
    assert apart["probability"] < alone["probability"] < together["probability"]


def test_different_producers_are_never_joined_without_a_person(tmp_path):
    (found,) = pairs(tmp_path, "VISTA,VISTA,BWN-CA-1,BWN-NY-2", header="name_a,name_b,permit_a,permit_b")
    assert found["probability"] <= 0.7


def test_a_service_importers_permit_proves_nothing(tmp_path):
    header = "name_a,name_b,permit_a,permit_b"
    alone, served = pairs(tmp_path, "LOMA ALTA,LOMA ALTO,,", "LOMA ALTA,LOMA ALTO,CA-I-4616,CA-I-4616", header=header)
    assert alone["probability"] == served["probability"]


def test_a_website_alone_is_no_proof(tmp_path):
    header = "name_a,name_b,website_a,website_b"
    (found,) = pairs(tmp_path, "PETRUS,OPUS ONE,https://shop.example,shop.example", header=header)
    assert found["relation"] != "same_brand"


def test_a_file_without_names_is_refused(tmp_path):
    path = tmp_path / "bad.csv"
    path.write_text("left,right\nA,B\n", encoding="utf-8")
    with pytest.raises(SystemExit) as refusal:
        run(path)
    assert refusal.value.code == 3


def test_odd_rows_are_answered_too(tmp_path):
    rows = [
        f"{'A' * 5000},{'A' * 4999}B",
        "🍷,🍷",
        "שלום,שלום יין",
        "A,A",
        '"one\ntwo",one two',
        "ONLY",
        f"{'A' * 200_000},A",
    ]
    assert len(pairs(tmp_path, *rows)) == len(rows)
