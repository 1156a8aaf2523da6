"""Catalogues: loaded once, worded anew by two persons, past days keep their wording."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from django.db import IntegrityError, InternalError, transaction

from directives.enums import CatalogueState, Polarity, Standing
from directives.models import Catalogue, CatalogueVersion, Document, Indicator, IndicatorGroup
from directives.rules.appendix import Appendix, Item, read_lines
from directives.selectors.catalogues import indicators_on, shapes_of, version_in_force
from directives.services import catalogues as services
from directives.services.catalogue_loading import FOLDER, load_catalogues
from foundation.audit.record import recorded
from foundation.workflow.errors import Forbidden, InvalidInput, Refused, StaleVersion
from tests.cast import Cast
from tests.cast import add_account as account

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 24)


@pytest.fixture
def ct24(cast: Cast) -> Catalogue:
    load_catalogues()
    return Catalogue.objects.get(code="ct24")


def official(ct24: Catalogue) -> Appendix:
    """Every item in a wording of its own."""
    current = version_in_force(ct24)
    return Appendix(
        tuple(
            Item(row.group.code, row.number, f"Chính thức {row.code}")
            for row in current.indicators.select_related("group").order_by("group__number", "number")
        ),
        (),
    )


def drafted(ct24: Catalogue, cast: Cast) -> CatalogueVersion:
    return services.draft_from(catalogue=ct24, appendix=official(ct24), origin="Bản giấy số 24", by=cast.officer)


def test_loading_brings_25_indicators_with_their_standing_and_twice_changes_nothing(ct24: Catalogue) -> None:
    version = version_in_force(ct24)
    counts = [(group.code, group.indicators.count(), group.counted) for group in version.groups.order_by("number")]
    assert counts == [("KL", 12, True), ("TN", 9, True), ("BV", 4, False)]
    assert version.indicators.filter(standing=Standing.REPORTED).count() == 5
    assert list(version.indicators.filter(partial=True).values_list("code", flat=True)) == ["KL-05"]
    assert not version.indicators.filter(standing=Standing.OFFICIAL).exists()
    bv = version.groups.get(code="BV")
    assert (bv.polarity, bv.polarity_confirmed) == (Polarity.FAILURE, False)
    assert Document.objects.get(code="ct24").tasks.count() == 6
    again = load_catalogues()
    assert (again.created, again.existing["catalogues"]) == ({}, 1)
    assert CatalogueVersion.objects.count() == 1


def test_catalogue_with_a_missing_indicator_is_not_loaded(cast: Cast, tmp_path: Path) -> None:
    for name in ("documents.yaml", "catalogues.yaml", "ct24_indicators.yaml"):
        text = (FOLDER / name).read_text(encoding="utf-8")
        (tmp_path / name).write_text(text.replace("- code: TN-09\n  group: TN", "- code: KL-13\n  group: KL"))
    with pytest.raises(InvalidInput, match="KL has 13"):
        load_catalogues(folder=tmp_path)
    assert not Catalogue.objects.exists()


def test_second_catalogue_needs_no_code(cast: Cast, tmp_path: Path) -> None:
    (tmp_path / "documents.yaml").write_text("[]")
    (tmp_path / "catalogues.yaml").write_text(
        "- {code: signs27, name: {vi: 27 biểu hiện, en: 27 signs}, indicators: signs.yaml, valid_from: 2016-10-30,\n"
        "   groups: [{code: CT, expected: 1, polarity: failure, polarity_confirmed: true, counted: false,\n"
        "             name: {vi: Chính trị, en: Political}}]}"
    )
    (tmp_path / "signs.yaml").write_text("- {code: CT-01, group: CT, vi: Phai nhạt lý tưởng, basis: thử}")
    load_catalogues(folder=tmp_path)
    assert [row.code for row in indicators_on("signs27", TODAY)] == ["CT-01"]


def test_official_wording_is_confirmed_item_by_item_and_begins_on_its_day(ct24: Catalogue, cast: Cast) -> None:
    draft = drafted(ct24, cast)
    second = account("officer-two", "Nguyễn Hai")
    tomorrow = TODAY + timedelta(days=1)
    with pytest.raises(Refused, match="KL-01"):
        services.put_into_force(draft=draft, valid_from=tomorrow, today=TODAY, by=second)
    for item in draft.indicators.all():
        services.confirm_item(item=item, version=item.row_version, by=cast.officer)
    with pytest.raises(Forbidden):
        services.put_into_force(draft=draft, valid_from=tomorrow, today=TODAY, by=cast.officer)
    with pytest.raises(Refused) as refused:
        services.put_into_force(draft=draft, valid_from=TODAY - timedelta(days=1), today=TODAY, by=second)
    assert refused.value.code == "begins_in_past"
    services.put_into_force(draft=draft, valid_from=tomorrow, today=TODAY, by=second)
    old, new = indicators_on("ct24", TODAY).get(code="KL-06"), indicators_on("ct24", tomorrow).get(code="KL-06")
    assert (old.text_vi, old.standing) == ("Không chấp hành nghiêm thời giờ làm việc.", Standing.WORKING)
    assert (new.text_vi, new.standing, new.replaces) == ("Chính thức KL-06", Standing.OFFICIAL, old)
    assert new.text_en == old.text_en
    assert version_in_force(ct24, TODAY).valid_to == TODAY


def test_who_confirmed_one_item_does_not_put_the_wording_into_force(ct24: Catalogue, cast: Cast) -> None:
    draft = drafted(ct24, cast)
    first, *others = draft.indicators.all()
    services.confirm_item(item=first, version=first.row_version, by=cast.officer2)
    services.confirm_items(draft=draft, codes=[item.code for item in others], by=cast.officer)
    with pytest.raises(Forbidden) as refused:
        services.put_into_force(draft=draft, valid_from=TODAY, today=TODAY, by=cast.officer2)
    assert refused.value.code == "duty_apart_confirmer"
    third = account("officer-three", "Nguyễn Ba")
    tomorrow = TODAY + timedelta(days=1)
    assert services.put_into_force(draft=draft, valid_from=tomorrow, today=TODAY, by=third).state == "in_force"


def test_appendix_of_24_rows_is_refused_and_nothing_is_begun(ct24: Catalogue, cast: Cast) -> None:
    lines = [f"{row.code}. Mục {row.code}" for row in version_in_force(ct24).indicators.all()][:24]
    read = read_lines("\n".join(lines), shapes_of(version_in_force(ct24)))
    with pytest.raises(InvalidInput, match="BV"):
        services.draft_from(catalogue=ct24, appendix=read, origin="x", by=cast.officer)
    assert CatalogueVersion.objects.count() == 1


def test_mended_item_is_unconfirmed_again_and_a_stale_one_is_refused(ct24: Catalogue, cast: Cast) -> None:
    item = drafted(ct24, cast).indicators.get(code="TN-01")
    services.confirm_item(item=item, version=item.row_version, by=cast.officer)
    services.edit_item(item=item, version=item.row_version, changes={"text_vi": " Sửa "}, by=cast.officer)
    item.refresh_from_db()
    assert (item.text_vi, item.standing, item.confirmed_by) == ("Sửa", Standing.WORKING, None)
    with pytest.raises(StaleVersion):
        services.confirm_item(item=item, version=1, by=cast.officer)
    with pytest.raises(InvalidInput):
        services.edit_item(item=item, version=item.row_version, changes={"text_vi": "  "}, by=cast.officer)


def test_one_draft_at_a_time_and_one_put_aside_makes_room(ct24: Catalogue, cast: Cast) -> None:
    draft = drafted(ct24, cast)
    with pytest.raises(Refused) as refused:
        drafted(ct24, cast)
    assert refused.value.code == "draft_exists"
    services.discard(draft=draft, reason="Sai văn bản", by=cast.officer)
    assert drafted(ct24, cast).number == 3
    assert draft.state == CatalogueState.DISCARDED


def test_group_is_counted_only_once_it_is_a_confirmed_failure(ct24: Catalogue, cast: Cast) -> None:
    group = drafted(ct24, cast).groups.get(code="BV")
    given = {"group": group, "version": group.row_version, "by": cast.officer}
    with pytest.raises(InvalidInput):
        services.set_polarity(polarity=Polarity.FAILURE, confirmed=False, counted=True, **given)
    services.set_polarity(polarity=Polarity.MERIT, confirmed=True, counted=False, **given)
    group.refresh_from_db()
    assert (group.polarity, group.polarity_confirmed, group.counted) == (Polarity.MERIT, True, False)


def test_wording_in_force_is_never_edited_not_even_by_sql(ct24: Catalogue, cast: Cast) -> None:
    item = version_in_force(ct24).indicators.get(code="KL-01")
    with pytest.raises(Refused):
        services.edit_item(item=item, version=1, changes={"text_vi": "x"}, by=cast.officer)
    for rows in (Indicator.objects.filter(pk=item.pk), item.version.groups.filter(code="KL")):
        with pytest.raises(InternalError, match="never edited"), transaction.atomic(), recorded(by=None):
            rows.update(number=77)


def test_database_counts_no_group_that_is_not_a_confirmed_failure(ct24: Catalogue, cast: Cast) -> None:
    group = drafted(ct24, cast).groups.get(code="BV")
    assert (group.polarity, group.polarity_confirmed, group.counted) == (Polarity.FAILURE, False, False)
    with pytest.raises(IntegrityError, match="only_confirmed_failures_are_counted"), recorded(by=None):
        IndicatorGroup.objects.filter(pk=group.pk).update(counted=True)
