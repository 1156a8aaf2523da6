"""Telling people of one case of rotation; what its clock says is raised for all cases by rotation_alert_night."""

from datetime import date
from typing import Any

from django.utils.translation import gettext_noop

from accounts.enums import Role
from accounts.models import User
from accounts.selectors.people import accounts_of_people
from cadres.models import RotationCase
from cadres.selectors.rotation_people import deciders_of
from foundation.notifications.ending import end_alerts
from foundation.notifications.enums import Ending, ToldAs
from foundation.notifications.models import Alert
from foundation.notifications.notify import mark_handled, notify_many
from foundation.notifications.wording import as_date

KIND = "rotation"


def key_of(case: RotationCase) -> str:
    """What every notice of a case begins with."""
    return f"rotation:{case.pk}"


def tell_late_hand_over(case: RotationCase, *, days: int) -> None:
    """The head and the officers of both units: the decision took effect and nothing was handed over."""
    told = {*deciders_of(case), *(deciders_of(case, unit=case.receiver) if case.receiver is not None else ())}
    _tell(case, sorted(told), f"handover:{days}", gettext_noop("%(name)s: the decided move is not carried out"))


def tell_relief_ends(case: RotationCase, *, until: date) -> None:
    """The head and the officers: a deferral ends soon."""
    title = gettext_noop("%(name)s: the deferral of the rotation ends on %(until)s")
    _tell(case, deciders_of(case), f"relief:{until}", title, due_on=until, until=as_date(until))


def tell_relief_proposed(case: RotationCase, *, relief: int, apart: bool, by: User | None) -> None:
    """Those who may settle it, never who proposed it: the head, else the next above; kept apart: officers."""
    told = deciders_of(case, roles=() if apart else (Role.DEPARTMENT_HEAD,), without=_who(by))
    title = gettext_noop("%(name)s: a proposed deferral or exemption waits for a decision")
    _tell(case, told, f"propose:{relief}", title)


def settle_relief(case: RotationCase, *, relief: int, by: User | None) -> None:
    mark_handled(dedupe_prefix=f"{key_of(case)}:propose:{relief}", by=by)


def tell_person(case: RotationCase, *, occasion: str, title: str, by: User | None) -> None:
    """The person concerned, who reads the case from its announcement on."""
    account = accounts_of_people([case.person_id]).get(case.person_id)
    if account is not None:
        url = f"/rotation/own/{case.code}/"
        _tell(case, [account.pk], f"own:{occasion}", title, url=url, by=by, told_as=ToldAs.CONCERNED)


def tell_second_signature(case: RotationCase, *, item: int, by: User | None) -> None:
    """Those who may give the second signature, never who proposed it: the head, else the next above."""
    title = gettext_noop("%(name)s: a move outside a plan waits for a second signature")
    _tell(case, deciders_of(case, roles=(Role.DEPARTMENT_HEAD,), without=_who(by)), f"sign:{item}", title)


def tell_opinion(case: RotationCase, *, item: int, by: User | None) -> None:
    """The head and the officers: the person gave an opinion, an answer is owed."""
    title = gettext_noop("%(name)s gave an opinion on the move: an answer is owed")
    _tell(case, deciders_of(case), f"opinion:{item}", title, by=by)


def settle_opinion(case: RotationCase, *, item: int, by: User | None) -> None:
    """The answer was given: nobody waits for it any more."""
    mark_handled(dedupe_prefix=f"{key_of(case)}:opinion:{item}", by=by)


def settle(case: RotationCase, *, by: User | None) -> None:
    """The matter moved on: what was told of it stops everywhere."""
    mark_handled(dedupe_prefix=key_of(case), by=by)


def settle_post(case: RotationCase, *, by: User | None) -> None:
    """A move is under way: what the clocks of the same post say by other rules stops as well, until it is dropped."""
    beside = RotationCase.objects.filter(person=case.person_id, posting=case.posting_id).exclude(pk=case.pk)
    open_now = Alert.objects.filter(thing=KIND, thing_id__in=beside.values("pk"), ended_at=None).exclude(series="")
    end_alerts(list(open_now.order_by("pk").values_list("pk", flat=True)), ending=Ending.SETTLED, by=by)


def _who(by: User | None) -> list[int]:
    return [by.pk] if by is not None else []


def _tell(
    case: RotationCase,
    users: list[int],
    occasion: str,
    title: str,
    *,
    url: str = "",
    by: User | None = None,
    told_as: ToldAs = ToldAs.HANDLER,
    due_on: date | None = None,
    **params: Any,
) -> None:
    notify_many(
        user_ids=users,
        kind=KIND,
        dedupe=f"{key_of(case)}:{occasion}",
        title=title,
        body=gettext_noop("Case %(code)s, rule %(rule)s."),
        params={"code": case.code, "rule": case.rule_code, "name": case.person.full_name, "due": as_date(case.due_on),
                **params},
        url=url or f"/rotation/cases/{case.code}/",
        ends_when=gettext_noop("It ends when the case moves on."),
        by=by,
        code=case.code,
        unit_path=case.unit.path,
        told_as=told_as,
        due_on=due_on,
    )  # fmt: skip
