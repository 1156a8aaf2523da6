"""Who hears of a correction: who may put it into force; then the person, the decider and who proposed."""

from collections.abc import Iterable

from django.utils import timezone
from django.utils.translation import gettext_noop

from accounts.enums import Role
from accounts.selectors.grants import in_force
from evaluations.models import Evaluation, Revision
from evaluations.services.notices import month_words, tell
from foundation.audit.context import Actor
from foundation.notifications.notify import mark_handled, notify_many

OWN = "/evaluations/mine/"


def page(revision: Revision) -> str:
    return f"/evaluations/revisions/{revision.code}/"


def tell_proposed(revision: Revision, *, by: Actor | None) -> None:
    """The officers of the organisation committee; the second person is one of them or a head above."""
    grants = in_force(timezone.localdate()).filter(role=Role.ORGANIZATION_COMMITTEE, user__is_active=True)
    officers = set(grants.values_list("user_id", flat=True)) - ({by.pk} if by is not None else set())
    if officers:
        notify_many(
            user_ids=officers,
            kind="revision.proposed",
            dedupe=f"revision:{revision.pk}",
            title=gettext_noop("Correction %(code)s of a published grade waits for a second person"),
            params={"code": revision.code},
            url=page(revision),
            by=by,
        )


def tell_executed(revision: Revision, sheet: Evaluation, heads_above: Iterable[Evaluation], *, by: Actor) -> None:
    """The person concerned always; the decider and who proposed; who must look at a head above the unit."""
    mark_handled(dedupe_prefix=f"revision:{revision.pk}", by=by)
    words = {"month": month_words(sheet.cycle.period), "code": revision.code}
    subject = next(iter(sheet.duty_persons()["subject"]), None)
    tell(
        {subject},
        kind="evaluation.revised",
        dedupe=f"revision:{revision.pk}:executed",
        title=gettext_noop("Your grade of %(month)s was corrected"),
        body=gettext_noop("See the old and the new version with the reason; you may object within the days set."),
        params=words,
        url=f"{OWN}{sheet.cycle.period:%Y-%m}/" if sheet.person_id else "/evaluations/",
    )
    others = {sheet.decider_id, sheet.superior_id} - {subject}
    tell(
        others,
        kind="evaluation.revised",
        dedupe=f"revision:{revision.pk}:in_force",
        title=gettext_noop("A grade of %(month)s that you scored or decided was corrected: %(code)s"),
        params=words,
        url=page(revision),
    )
    _tell_proposer(revision, "executed", gettext_noop("Correction %(code)s was put into force"), by=by)
    if list(heads_above):
        tell(
            {sheet.decider_id},
            kind="evaluation.revised",
            dedupe=f"revision:{revision.pk}:heads",
            title=gettext_noop("A head now stands above the corrected grade of the unit: %(code)s"),
            params=words,
            url=page(revision),
        )


def tell_refused(revision: Revision, *, by: Actor | None, withdrawn: bool = False) -> None:
    """Who proposed; and who objected, when an upheld objection leads nowhere."""
    mark_handled(dedupe_prefix=f"revision:{revision.pk}", by=by)
    if withdrawn:
        return
    _tell_proposer(revision, "refused", gettext_noop("Correction %(code)s was refused"), by=by)
    if revision.objection is not None:
        tell(
            {revision.evaluation.person_id},
            kind="objection.moved",
            dedupe=f"objection:{revision.objection_id}:revision:{revision.pk}",
            title=gettext_noop("News about your objection %(code)s"),
            params={"code": revision.objection.code},
        )


def _tell_proposer(revision: Revision, what: str, title: str, *, by: Actor | None) -> None:
    if revision.proposed_by_id is None:
        return
    notify_many(
        user_ids=[revision.proposed_by_id],
        kind="revision.settled",
        dedupe=f"revision:{revision.pk}:{what}",
        title=title,
        params={"code": revision.code},
        url=page(revision),
        by=by,
    )
