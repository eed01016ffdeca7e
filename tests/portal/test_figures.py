"""Charts of a brand and of a permit: a title that says the finding, a table, a way to the rows; few queries."""

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories.catalogue import make_brand, make_permit, make_sku

PART = {"HX-Request": "true"}


@pytest.fixture
def brand(as_alice: Any) -> Any:
    """Two years under one permit, then three under another; from two origins."""
    row = make_brand("Two Hands")
    make_permit("NY-I-1", owner="FIRST IMPORTS", owner_key="FIRST IMPORTS", list_code="importer")
    make_permit("NY-I-2", owner="SECOND IMPORTS", owner_key="SECOND IMPORTS", list_code="importer")
    for year, permit in ((2015, "NY-I-1"), (2016, "NY-I-1"), (2018, "NY-I-2"), (2019, "NY-I-2"), (2019, "NY-I-2")):
        make_sku(row, permit=permit, completed_date=date(year, 3, 5), origin="51" if year < 2019 else "53")
    _summed(row, permits=["NY-I-1", "NY-I-2"], origins=["51", "53"], sku_count=5)
    return row


def _summed(row: Any, **values: Any) -> None:
    from apps.brands.models import BrandSummary

    days = {"first_completed": date(2015, 3, 5), "last_completed": date(2019, 3, 5)}
    BrandSummary.objects.create(brand=row, importers=[], categories=["Wine"], aliases=[], **days, **values)


def test_a_brand_is_told_in_sentences(seen: Any, brand: Any) -> None:
    page = seen.get(f"/brands/{brand.pk}/").content.decode()
    assert "Wine from France, Germany, known by 5 SKUs." in page
    assert "Approved from March 5, 2015 to March 5, 2019." in page
    assert "FIRST IMPORTS, SECOND IMPORTS hold its 2 permits." in page


def test_charts_say_what_there_is_to_see(seen: Any, brand: Any) -> None:
    page = seen.get(f"/brands/{brand.pk}/figures/", headers=PART).content.decode()
    assert "<html" not in page
    assert "Most approved in quarter 1 of 2019: 2 of 5" in page
    assert "It went from FIRST IMPORTS to SECOND IMPORTS in 2018" in page
    assert "Mostly France: 60 %" in page
    assert "Show as a table" in page


def test_a_bar_leads_to_its_rows(seen: Any, brand: Any) -> None:
    page = seen.get(f"/brands/{brand.pk}/figures/").content.decode()
    address = f"/skus/?brand={brand.pk}&amp;completed_from=2019-01-01&amp;completed_to=2019-03-31"
    assert f'href="/t/acme{address}"' in page
    assert "2 rows" in seen.get(address.replace("&amp;", "&")).content.decode()


def test_without_script_the_charts_have_a_page(seen: Any, brand: Any) -> None:
    assert f'href="/t/acme/brands/{brand.pk}/figures/"' in seen.get(f"/brands/{brand.pk}/").content.decode()
    assert "<h1>Figures</h1>" in seen.get(f"/brands/{brand.pk}/figures/").content.decode()


def test_an_importer_shows_its_brands_over_time(seen: Any, brand: Any) -> None:
    from apps.brands.models import Importer

    permit = Importer.objects.get(permit="NY-I-2")
    page = seen.get(f"/importers/{permit.pk}/figures/", headers=PART).content.decode()
    assert "Two Hands alone" in page
    assert f"/skus/?permit=NY-I-2&amp;brand={brand.pk}" in page


@pytest.mark.parametrize(("days", "step"), [(30, "month"), (2000, "quarter"), (9000, "year")])
def test_the_step_fits_the_span(days: int, step: str, in_acme: Any, as_alice: Any) -> None:
    from datetime import timedelta

    from apps.brands.selectors.figures import Of, approvals

    row = make_brand("Long")
    for day in (date(2000, 1, 15), date(2000, 1, 15) + timedelta(days=days)):
        make_sku(row, completed_date=day)
    drawn = approvals(Of("brand_id", row.pk))
    assert (drawn.step, drawn.total) == (step, 2)
    assert all(a.end < b.start for a, b in zip(drawn.bins, drawn.bins[1:], strict=False))


def test_a_brand_without_dates_or_skus_is_drawn_too(seen: Any, as_alice: Any) -> None:
    from apps.brands.services import catalogue

    row = catalogue.create_brand(name="Bare")
    assert "No SKU has a date of approval" in seen.get(f"/brands/{row.pk}/figures/").content.decode()
    make_sku(row, completed_date=None, origin=None, class_type=None)
    page = seen.get(f"/brands/{row.pk}/figures/").content.decode()
    assert "All No origin" in page


def test_related_brands_are_those_of_the_same_owner(seen: Any, brand: Any) -> None:
    make_permit("CA-I-9", owner="FIRST IMPORTS", owner_key="FIRST IMPORTS", list_code="importer")
    other, stranger = make_brand("Sister"), make_brand("Stranger")
    _summed(other, permits=["CA-I-9"], origins=[], sku_count=1)
    _summed(stranger, permits=["TX-I-3"], origins=[], sku_count=9)
    page = seen.get(f"/brands/{brand.pk}/related/", headers=PART).content.decode()
    assert "Sister" in page
    assert "Stranger" not in page


def test_a_service_importer_relates_nothing(seen: Any, as_alice: Any) -> None:
    make_permit("NY-I-15066", owner="MHW", owner_key="MHW", family="MHW", list_code="importer")
    one, two = make_brand("One"), make_brand("Two")
    for row in (one, two):
        _summed(row, permits=["NY-I-15066"], origins=[], sku_count=1)
    assert "Two" not in seen.get(f"/brands/{one.pk}/related/", headers=PART).content.decode()


def test_more_skus_cost_no_more_queries(seen: Any, brand: Any) -> None:
    paths = [f"/brands/{brand.pk}/", f"/brands/{brand.pk}/figures/", f"/brands/{brand.pk}/related/"]
    counts = []
    for _round in range(2):
        with CaptureQueriesContext(connection) as asked:
            for path in paths:
                seen.get(path)
        counts.append(len(asked))
        for month in range(1, 11):
            make_sku(brand, permit=f"NY-I-{month}", completed_date=date(2020, month, 1))
    assert counts[1] <= counts[0]


def test_a_held_row_about_its_skus_needs_attention(seen: Any, brand: Any) -> None:
    from apps.brands.choices import Outcome
    from apps.brands.models import HeldRow, Import

    run = Import.objects.create(name="A file", source="upload")
    sku = brand.skus.first()
    HeldRow.objects.create(run=run, row=3, outcome=Outcome.CONFLICTING, reasons=[], raw={}, ttb_id=sku.ttb_id)
    page = seen.get(f"/brands/{brand.pk}/").content.decode()
    assert "1 row of an import conflicts with what is here" in page
    assert f"/imports/{run.pk}/conflicts/" in page


def test_the_leader_is_measured_against_all_and_not_only_those_drawn(seen: Any, brand: Any) -> None:
    for number in range(20):
        make_sku(brand, permit=f"NY-I-{number + 1}", completed_date=date(2016, 3, 5), origin="51")
    page = seen.get(f"/brands/{brand.pk}/figures/", headers=PART).content.decode()
    assert "leads with 4 of 25 SKUs" in page


@pytest.mark.usefixtures("compiled_words")
def test_a_sentence_begins_with_a_capital_in_every_language() -> None:
    from datetime import date

    from django.utils import translation

    from apps.brands.selectors.figures import Approvals, Bin
    from apps.portal import findings

    month = Bin(date(2026, 9, 1), date(2026, 9, 30), 46)
    with translation.override("es"):
        said = findings.of_trend(Approvals("month", [month]), (month, 14))
    assert said.startswith("Septiembre de 2026")
