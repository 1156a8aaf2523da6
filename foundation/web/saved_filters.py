"""Filters of a list kept under a name: saved, offered beside the list, removed. Each person has only the own ones."""

from typing import Any
from urllib.parse import parse_qsl, urlencode

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.db.models.functions import Now
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from foundation.audit.record import recorded
from foundation.web.models import SavedFilter
from foundation.workflow.errors import InvalidInput, NotFound, Refused

AT_MOST = 20
LEFT_OUT = ("page",)


def saved_filters_of(user: Any, place: str) -> QuerySet[SavedFilter]:
    """What this person saved for this list, in the order of names."""
    return SavedFilter.objects.filter(user_id=user.pk, place=place, removed_at__isnull=True).order_by("name")


def address_of(saved: SavedFilter) -> str:
    """Where a saved filter leads."""
    return f"{reverse(saved.place)}?{saved.query}"


def canonical(query: str) -> str:
    """The filters and the order of a query, without the page and without empty ones."""
    pairs = parse_qsl(query.removeprefix("?"))
    return urlencode(sorted((name, value) for name, value in pairs if name not in LEFT_OUT and value))


def save_filter(*, place: str, name: str, query: str, by: Any) -> SavedFilter:
    """Keep the filters of a list under a name; the same name again replaces what it stood for.

    Args:
        place: name of the list's route; the list itself still decides what the person sees there.

    Raises:
        InvalidInput: no name, no filter chosen, or more than can be kept.
        Refused: 20 filters are kept for this list already.
        NotFound: there is no such list.
    """
    name, query = " ".join(name.split()), canonical(query)
    try:
        reverse(place)
    except NoReverseMatch as error:
        raise NotFound from error
    if not name or len(name) > 60:
        raise InvalidInput(_("Give the filter a name of at most 60 characters."), field="name", code="filter_name")
    if not query or len(query) > 1000:
        raise InvalidInput(_("Choose at least one filter before saving."), field="query", code="filter_empty")
    with recorded(by=by):
        kept = saved_filters_of(by, place)
        if kept.filter(name=name).update(query=query, saved_at=Now()):
            return kept.get(name=name)
        if kept.count() >= AT_MOST:
            raise Refused(
                _("At most %(count)s filters are kept for one list; remove one first.") % {"count": AT_MOST},
                code="filters_full",
            )
        try:
            with transaction.atomic():
                return SavedFilter.objects.create(user_id=by.pk, place=place, name=name, query=query)
        except IntegrityError:  # the same form sent twice at once: the other one saved it
            return kept.get(name=name)


def remove_filter(*, pk: int, by: Any) -> SavedFilter:
    """Take a saved filter off the list.

    Raises:
        NotFound: it is somebody else's, or gone.
    """
    found = SavedFilter.objects.filter(pk=pk, user_id=by.pk, removed_at__isnull=True).first()
    if found is None:
        raise NotFound
    with recorded(by=by):
        SavedFilter.objects.filter(pk=pk, removed_at__isnull=True).update(removed_at=Now())
        return found
