"""A finding as a fact of somebody's month: proposed by the team, confirmed or refused by the head, counted once."""

from collections.abc import Mapping
from datetime import date

from django.db import IntegrityError, transaction
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from accounts.models import User
from cadres.models import Person
from cadres.selectors.postings import head_of
from foundation.access import require
from foundation.audit.context import Actor
from foundation.audit.move import move
from foundation.audit.record import recorded
from foundation.notifications.notify import mark_handled
from foundation.web.clock import HANOI
from foundation.workflow.errors import InvalidInput, Refused, StateChanged
from inspections.models import Finding, ProposedFact
from inspections.services.on_site import standing_minutes
from inspections.services.telling import Heads, tell_superior, tell_unit
from inspections.visit_enums import SEALED_MINUTES, FactState


def propose(
    *, finding: Finding, person: Person | None = None, period: date | None = None, today: date, by: User,
    source: str = "app",
) -> ProposedFact:  # fmt: skip
    """Put a finding before the head of the person's unit, for the month in which it was seen.

    Args:
        person: who it is about, if the finding names nobody.
        period: first day of another month.

    Raises:
        InvalidInput: nobody is named, or no first day of a month. Refused: `minutes_unsigned`, `fact_twice`.

    Side effects: the head of the unit inspected is told; where it is about that head, the one above.
    """
    with recorded(by=by, source=source):
        row = Finding.objects.select_related("inspection__unit", "inspection__team", "person").get(pk=finding.pk)
        about = row.person or person
        if about is None:
            raise InvalidInput(_("Name the person concerned."), field="person", code="person_missing")
        if person is not None and row.person is not None and person.pk != row.person.pk:
            raise InvalidInput(_("The finding names somebody else."), field="person", code="person_other")
        made = ProposedFact(finding=row, person=about, period=period or _month(row), proposed_by=by)
        require(by, "proposed_fact.propose", made)
        minutes = standing_minutes(row.inspection)
        if minutes is None or minutes.state not in SEALED_MINUTES:
            raise Refused(_("A finding stands when the minutes are signed or refused."), code="minutes_unsigned")
        if made.period.day != 1 or made.period > today:
            raise InvalidInput(_("Give the first day of a month that has begun."), field="period", code="period")
        try:
            with transaction.atomic():
                made.save(force_insert=True)
        except IntegrityError as error:
            raise Refused(
                _("This finding was proposed for %(name)s already: it is used once.") % {"name": about},
                code="fact_twice",
            ) from error
        head, heads = head_of(row.inspection.unit, today), Heads(today)
        if head is not None and head.pk == about.pk:  # nobody decides on a fact about oneself, nor is asked to
            tell_superior(row.inspection, occasion="fact", heads=heads, key=str(made.pk))
        else:
            tell_unit(row.inspection, occasion="fact", heads=heads, by=by, key=str(made.pk))
    return made


def confirm(*, fact: ProposedFact, by: User, version: int | None = None, source: str = "app") -> ProposedFact:
    """The head takes the finding as a fact of the month; who it is about and who proposed it do not."""
    return _decided(fact, "confirm", by=by, version=version, reason="", source=source)


def refuse(
    *, fact: ProposedFact, reason: str, by: User, version: int | None = None, source: str = "app"
) -> ProposedFact:
    """The head does not take it, and says why."""
    return _decided(fact, "refuse", by=by, version=version, reason=reason, source=source)


def record_uses(*, sheets: Mapping[int, int], period: date, by: Actor | None) -> list[ProposedFact]:
    """Note that the confirmed findings of this month were counted in these sheets; asked again nothing changes.

    Args:
        sheets: person -> key of the sheet in evaluations that was published.
    """
    with recorded(by=by, source="app" if by is not None else "task"):
        rows = ProposedFact.objects.select_for_update(of=("self",)).filter(
            person_id__in=list(sheets), period=period, state=FactState.CONFIRMED
        )
        return [move(row, "use", by=None, changes={"sheet": sheets[row.person_id]}) for row in rows.order_by("id")]


def _decided(fact: ProposedFact, act: str, *, by: User, version: int | None, reason: str, source: str) -> ProposedFact:
    with recorded(by=by, source=source):
        row = (
            ProposedFact.objects.select_for_update(of=("self",))
            .select_related("person__unit", "finding")
            .get(pk=fact.pk)
        )
        require(by, "proposed_fact.decide", row)
        if version is not None and version != row.row_version:
            raise StateChanged(_("This was already changed by somebody else. Open it again to see where it stands."))
        changes = {"decided_by": by, "decided_at": Now(), **({"reason": reason.strip()} if reason else {})}
        mark_handled(dedupe_prefix=f"inspection:{row.finding.inspection_id}:fact:{row.pk}", by=by)
        return move(row, act, by=by, reason=reason, changes=changes, source=source)


def _month(row: Finding) -> date:
    return row.seen_at.astimezone(HANOI).date().replace(day=1)
