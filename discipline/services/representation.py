"""Who stands by the person concerned: named and released by that person; the handlers are told, nobody approves."""

from datetime import date

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from accounts.models import User
from cadres.models import Person
from cadres.rules.names import search_key
from discipline.enums import HANDLING, CaseRole, CaseState
from discipline.models import Case, CaseMember
from discipline.services.taking import in_state, need, taken
from discipline.services.telling import tell_handlers
from foundation.audit.record import recorded
from foundation.workflow.errors import InvalidInput, Refused

MOST = 2
"""Representatives at one time."""


def name_representative(
    *, case: Case, code: str, full_name: str, today: date, by: User, source: str = "app"
) -> CaseMember:
    """Name a colleague of the registry who reads what the person concerned reads, and comes along.

    Code and name must fit each other: nobody finds out by trying codes who has an account. A witness or whoever
    reported is not refused here, because a refusal would tell the person concerned who they are; the handlers are
    told of the name and may end it.

    Raises:
        NotFound, Forbidden: the case does not concern `by`.
        InvalidInput: nobody with this code and name can stand by them (unknown, no account, works on the case).
        Refused: another stage, or there are two already.
    """
    with recorded(by=by, source=source):
        row = taken(case, by=by, act="case.answer")
        in_state(row, *HANDLING, CaseState.SUSPENDED)
        user = _account(row, need(code, "code"), need(full_name, "full_name"))
        if row.members.filter(role=CaseRole.REPRESENTATIVE, ended_on=None).count() >= MOST:
            raise Refused(_("Two people stand by you already; release one first."), code="representatives_most")
        try:
            with transaction.atomic():
                made = CaseMember.objects.create(
                    case=row, user=user, role=CaseRole.REPRESENTATIVE, since=today, added_by=by
                )
        except IntegrityError as error:
            raise Refused(_("This person stands by you already."), code="member_twice", field="code") from error
        title = gettext_noop("Case %(code)s: a representative was named")
        tell_handlers(row, occasion=f"representative:{made.pk}", title=title, by=by)
        return made


def release_representative(*, case: Case, member_id: int, today: date, by: User, source: str = "app") -> CaseMember:
    """Let a representative go; from now on they read nothing more.

    Raises:
        InvalidInput: nobody of that number stands by the person concerned.
    """
    with recorded(by=by, source=source):
        row = taken(case, by=by, act="case.answer")
        rows = CaseMember.objects.select_for_update(of=("self",)).filter(
            case=row, role=CaseRole.REPRESENTATIVE, ended_on=None
        )
        member = rows.filter(pk=member_id).first()
        if member is None:
            raise InvalidInput(_("This person does not stand by you."), field="member", code="member_unknown")
        member.ended_on, member.reason = max(today, member.since), _("Released by the person concerned")
        member.save(update_fields=["ended_on", "reason"])
        title = gettext_noop("Case %(code)s: a representative was released")
        tell_handlers(row, occasion=f"released:{member.pk}", title=title, by=by)
        return member


def _account(case: Case, code: str, full_name: str) -> User:
    """The one account of the person meant; whoever works on the case, or the person concerned, is not."""
    person = Person.objects.filter(code__iexact=code).exclude(pk=case.answering_id or 0).first()
    working = {*case.handler_ids, *case.leader_ids, *case.secretary_ids}
    if person is not None and person.search_key == search_key(full_name):
        user = User.objects.filter(person_id=person.pk, is_active=True).exclude(pk__in=working).first()
        if user is not None and not case.seats.filter(person=person, ended_on=None).exists():
            return user
    raise InvalidInput(
        _(
            "Nobody with this code and name can stand by you in this case. Check both; the person needs an account "
            "and may not work on the case."
        ),
        field="code",
        code="representative_unfit",
    )
