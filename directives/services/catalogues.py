"""A new wording of a catalogue: drafted from an appendix, confirmed item by item, put into force by a second person."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.models import User
from directives.enums import CatalogueState, Polarity, Standing
from directives.models import Catalogue, CatalogueVersion, Indicator, IndicatorGroup
from directives.rules.appendix import Appendix, Fault
from directives.selectors.catalogues import version_in_force
from foundation.audit.move import move
from foundation.audit.record import record_event, recorded
from foundation.audit.versioned import update_version
from foundation.workflow.errors import InvalidInput, Refused


def draft_from(*, catalogue: Catalogue, appendix: Appendix, origin: str, by: User) -> CatalogueVersion:
    """Begin a new wording: groups as they are now, items as the appendix words them, each unconfirmed.

    Args:
        appendix: what was read; with a fault nothing is stored.
        origin: where the text comes from (number of the document, who handed it over).

    Raises:
        InvalidInput: the appendix has too few or too many items in a group, one text twice, or none; no origin.
        Refused: a draft of this catalogue exists, or none of its versions is in force.
    """
    if appendix.faults:
        raise InvalidInput(
            " ".join(fault_in_words(fault) for fault in appendix.faults), field="text", code="appendix_faulty"
        )
    if not origin.strip():
        raise InvalidInput(_("Say where the text comes from."), field="origin", code="origin_missing")
    current = version_in_force(catalogue)
    if current is None:
        raise Refused(_("No version of this catalogue is in force."), code="no_version")
    try:
        with recorded(by=by), transaction.atomic():
            draft = CatalogueVersion.objects.create(
                catalogue=catalogue,
                number=catalogue.versions.order_by("-number").values_list("number", flat=True)[0] + 1,
                origin=origin.strip()[:300],
                drafted_by=by,
            )
            _copy(draft, current, appendix)
    except IntegrityError as error:
        raise Refused(
            _("A draft of this catalogue exists already: finish it or put it aside first."), code="draft_exists"
        ) from error
    return draft


def _copy(draft: CatalogueVersion, current: CatalogueVersion, appendix: Appendix) -> None:
    before = {row.code: row for row in current.indicators.all()}
    groups: dict[str, IndicatorGroup] = {}
    for group in current.groups.all():
        groups[group.code] = IndicatorGroup.objects.create(
            version=draft,
            **{
                name: getattr(group, name)
                for name in (
                    "code", "number", "name_vi", "name_en", "expected", "polarity", "polarity_confirmed", "counted",
                )
            },
        )  # fmt: skip
    for item in appendix.items:
        old = before.get(item.code)
        Indicator.objects.create(
            version=draft,
            group=groups[item.group],
            code=item.code,
            number=item.number,
            text_vi=item.text,
            text_en=old.text_en if old else "",
            source=draft.origin,
            replaces=old,
        )


def fault_in_words(fault: Fault) -> str:
    """One sentence that names the group or the line."""
    words = {"group": fault.group, "found": fault.found, "expected": fault.expected, "text": fault.text[:80]}
    if fault.kind == "empty":
        return _("The appendix has no items.")
    if fault.kind == "count":
        return _("Group %(group)s has %(found)s items; the catalogue has %(expected)s.") % words
    if fault.kind == "twice":
        return _("The text of %(group)s stands twice: “%(text)s”.") % words
    return _("It cannot be told to which group this line belongs: “%(text)s”.") % words


def edit_item(*, item: Indicator, version: int | None, changes: dict[str, Any], by: User) -> Indicator:
    """Mend the text of a draft's item, or say which earlier item it words anew; a mended item is unconfirmed again.

    Raises:
        Refused: the version is no draft; an item of another catalogue.
        InvalidInput: an empty text.
        StaleVersion: somebody wrote first.
    """
    _need_draft(item.version)
    text = str(changes.get("text_vi", item.text_vi)).strip()
    if not text:
        raise InvalidInput(_("The text of an indicator cannot be empty."), field="text_vi", code="text_missing")
    replaces: Indicator | None = changes.get("replaces", item.replaces)
    if replaces is not None and replaces.version.catalogue_id != item.version.catalogue_id:
        raise Refused(_("An item replaces an item of the same catalogue only."), code="other_catalogue")
    written = {
        "text_vi": text,
        "text_en": str(changes.get("text_en", item.text_en)).strip(),
        "replaces": replaces,
        "standing": Standing.WORKING,
        "confirmed_by": None,
    }
    with recorded(by=by):
        return update_version(item, version=version, changes=written)


def confirm_item(*, item: Indicator, version: int | None, by: User) -> Indicator:
    """Say that the text is word for word that of the appendix.

    Raises:
        Refused: the version is no draft; StaleVersion: the text was changed since it was read.
    """
    _need_draft(item.version)
    with recorded(by=by):
        changes = {"standing": Standing.OFFICIAL, "confirmed_by": by}
        return update_version(item, version=version, changes=changes)


def set_polarity(
    *, group: IndicatorGroup, polarity: str, confirmed: bool, counted: bool, version: int | None, by: User
) -> IndicatorGroup:
    """Say whether a draft's group describes failures or merits, whether that is settled, and whether it is counted.

    Raises:
        InvalidInput: counted without being a confirmed failure.
        Refused: the version is no draft.
    """
    _need_draft(group.version)
    if counted and not (confirmed and polarity == Polarity.FAILURE):
        raise InvalidInput(
            _("Only a group that is confirmed to describe failures is counted as violations."),
            field="counted",
            code="counted_unconfirmed",
        )
    changes = {"polarity": polarity, "polarity_confirmed": confirmed, "counted": counted}
    with recorded(by=by):
        return update_version(group, version=version, changes=changes)


def put_into_force(*, draft: CatalogueVersion, valid_from: date, today: date, by: User) -> CatalogueVersion:
    """The draft becomes the wording in force from a day on; the one before ends the day before.

    Args:
        valid_from: first day; never in the past, records of past days keep their wording.

    Raises:
        Forbidden: who drafted it or confirmed one of its items does not put it into force.
        Refused: an item is not confirmed, the day lies in the past or not after the present version's first.
        StateChanged: it is no draft any more.
    """
    open_items = list(draft.indicators.filter(confirmed_by__isnull=True).values_list("code", flat=True))
    if open_items:
        raise Refused(
            _("These items are not confirmed yet: %(codes)s.") % {"codes": ", ".join(open_items)},
            code="items_unconfirmed",
        )
    if valid_from < today:
        raise Refused(
            _("A wording cannot begin in the past: what was judged keeps the wording of its day."),
            code="begins_in_past",
            field="valid_from",
        )
    current = version_in_force(draft.catalogue)
    if current is not None and current.valid_from is not None and valid_from <= current.valid_from:
        raise Refused(_("The present wording begins on that day or later."), code="begins_too_early")
    with recorded(by=by):
        if current is not None:
            move(current, "end", by=by, changes={"valid_to": valid_from - timedelta(days=1)})
        return move(draft, "put_into_force", by=by, changes={"valid_from": valid_from, "decided_by": by})


def discard(*, draft: CatalogueVersion, reason: str, by: User) -> CatalogueVersion:
    """Put a draft aside; what was confirmed in it stays readable."""
    return move(draft, "discard", by=by, reason=reason)


def confirm_items(*, draft: CatalogueVersion, codes: Sequence[str], by: User) -> int:
    """Confirm the named items of a draft at once, as the officer ticked them side by side; returns how many."""
    _need_draft(draft)
    with recorded(by=by):
        rows = draft.indicators.select_for_update().filter(code__in=codes, confirmed_by__isnull=True)
        for item in rows:
            update_version(item, version=item.row_version, changes={"standing": Standing.OFFICIAL, "confirmed_by": by})
        if rows:
            record_event(
                object_type="directives.catalogueversion",
                object_id=draft.pk,
                name="catalogue.items_confirmed",
                details={"codes": [item.code for item in rows]},
            )
        return len(rows)


def _need_draft(version: CatalogueVersion) -> None:
    if version.state != CatalogueState.DRAFT:
        raise Refused(_("A catalogue in use is never edited: begin a new draft."), code="not_a_draft")
