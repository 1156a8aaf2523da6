"""Commendations and good models as pages read them: the list, one of them, those of a person."""

from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from cadres.models import Person
from cadres.rules.names import search_key
from directives.models import Commendation, CommendationEvidence, CommendedPerson, Undertaking
from foundation.access import visible_to
from foundation.files.selectors import Proof, proofs_of
from foundation.workflow.errors import NotFound
from organization.enums import UnitKind
from organization.models import Unit


def readable(user: Any) -> QuerySet[Commendation]:
    """With the people who are named; the newest first."""
    named = visible_to(user, CommendedPerson.objects.filter(removed=False)).select_related("person").order_by("id")
    rows = visible_to(user, Commendation.objects.select_related("unit", "undertaking"))
    return rows.prefetch_related(Prefetch("named", queryset=named)).order_by("-decided_on", "-id")


def one(user: Any, code: str) -> Commendation:
    """One of them by its number.

    Raises:
        NotFound: there is none within the reader's reach.
    """
    found = readable(user).select_related("created_by", "undertaking__task__document").filter(code=code).first()
    if found is None:
        raise NotFound
    return found


def of_person(user: Any, person: Person) -> QuerySet[Commendation]:
    """Those in which a person is named."""
    return naming(readable(user), person.code)


def naming(rows: QuerySet[Commendation], code: str) -> QuerySet[Commendation]:
    named = CommendedPerson.objects.filter(commendation=OuterRef("pk"), person__code=code, removed=False)
    return rows.filter(Exists(named))


def searched(rows: QuerySet[Commendation], text: str) -> QuerySet[Commendation]:
    named = CommendedPerson.objects.filter(
        commendation=OuterRef("pk"), person__search_key__contains=search_key(text), removed=False
    )
    words = text.strip()
    return rows.filter(
        Q(code__istartswith=words)
        | Q(title__icontains=words)
        | Q(number__icontains=words)
        | Q(unit__search_key__contains=search_key(text))
        | Q(Exists(named))
    )


def proofs_for(user: Any, row: Commendation) -> tuple[Proof, ...]:
    """Files attached to it that the reader may open; one query."""
    return proofs_of(visible_to(user, CommendationEvidence.objects.filter(commendation=row)))


def may_read_commendation_files(user: Any, commendation_id: int) -> bool:
    """Asked by the files room at each download."""
    return visible_to(user, CommendationEvidence.objects.filter(commendation_id=commendation_id)).exists()


def units_to_commend(user: Any, *, action: str = "commendation.create") -> QuerySet[Unit]:
    """Units (no divisions) this user may record something for, past ones too, for the rules to refuse in words."""
    return visible_to(user, Unit.objects.all(), action).exclude(kind=UnitKind.DIVISION).order_by("path")


def people_to_name(user: Any, *, action: str = "commendation.create") -> QuerySet[Person]:
    """People of those units and everything below them."""
    reach = visible_to(user, Unit.objects.all(), action)
    return Person.objects.filter(unit__in=reach).select_related("unit")


def undertakings_to_link(user: Any) -> QuerySet[Undertaking]:
    return visible_to(user, Undertaking.objects.select_related("unit")).order_by("-id")
