"""Proof of a case: exhibits added and disclosed, witnesses heard."""

from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from accounts.models import User
from cadres.models import Person
from discipline.enums import HANDLING, INTAKE, BarGround, CaseState
from discipline.models import Case, CaseExhibit, Disclosure, Witness
from discipline.services.naming import keep_out
from discipline.services.taking import in_state, need, not_after, not_before, taken
from discipline.services.telling import tell_concerned
from foundation.audit.record import recorded
from foundation.files.services.lines import add_line, replace_line, withdraw_line
from foundation.workflow.errors import InvalidInput, Refused


def add_exhibit(*, case: Case, title: str, upload: Any, by: User, source: str = "app") -> CaseExhibit:
    """Add a numbered exhibit while nothing is decided.

    Raises:
        Refused: the case is decided; InvalidInput, FileRefused: the title or the file.
    """
    with recorded(by=by, source=source):
        row = taken(case, by=by, act="case_exhibit.add", as_part=CaseExhibit)
        in_state(row, *INTAKE, *HANDLING, CaseState.SUSPENDED)
        return add_line(CaseExhibit, parent=row, field="case", title=title, upload=upload, by=by, source=source)


def replace_exhibit(*, case: Case, number: int, upload: Any, by: User, source: str = "app") -> CaseExhibit:
    """A better file under the same number; the versions before stay readable. Refusals as for `add_exhibit`."""
    with recorded(by=by, source=source):
        row = taken(case, by=by, act="case_exhibit.add", as_part=CaseExhibit)
        in_state(row, *INTAKE, *HANDLING, CaseState.SUSPENDED)
        return replace_line(CaseExhibit, parent=row, field="case", number=number, upload=upload, by=by, source=source)


def withdraw_exhibit(*, case: Case, number: int, reason: str, by: User, source: str = "app") -> CaseExhibit:
    """Take the own files of a number out of sight, with a reason that stays; never one the person concerned was shown.

    Raises:
        Refused: the case is decided, the exhibit was disclosed, or somebody else attached it.
    """
    with recorded(by=by, source=source):
        row = taken(case, by=by, act="case_exhibit.withdraw", as_part=CaseExhibit)
        in_state(row, *INTAKE, *HANDLING, CaseState.SUSPENDED)
        if row.disclosures.filter(number=number).exists():
            raise Refused(
                _("The person concerned was shown this exhibit: it stays."), code="disclosed_already", field="number"
            )
        return withdraw_line(CaseExhibit, parent=row, field="case", number=number, reason=reason, by=by, source=source)


def disclose(*, case: Case, number: int, on: date, today: date, by: User, source: str = "app") -> Disclosure:
    """Show an exhibit to the person concerned from now on; never taken back.

    Raises:
        InvalidInput: there is no such exhibit; Refused: the case is not opened, or it is shown already.
    """
    with recorded(by=by, source=source):
        row = taken(case, by=by, act="case_disclosure.add", as_part=Disclosure)
        if row.opened_on is None:
            raise Refused(_("Nothing is shown before the case is opened."), code="wrong_stage")
        not_before(not_after(on, today, "on"), row.opened_on, "on")
        if not row.exhibits.filter(number=number).exists():
            raise InvalidInput(_("There is no exhibit with this number."), field="number", code="exhibit_unknown")
        try:
            with transaction.atomic():
                made = Disclosure.objects.create(case=row, number=number, on=on, by=by)
        except IntegrityError as error:
            raise Refused(_("This exhibit is shown already."), code="disclosed_already", field="number") from error
        title = gettext_noop("Case %(code)s: an exhibit was opened to you")
        tell_concerned(row, occasion=f"exhibit:{number}", title=title, by=by)
        return made


def hear_witness(
    *,
    case: Case,
    name: str,
    heard_on: date,
    statement: str,
    today: date,
    by: User,
    person: Person | None = None,
    source: str = "app",
) -> Witness:
    """Record what a witness said; somebody of the registry is kept out of the case from then on.

    Raises:
        Refused: the case is decided, the witness is the person concerned, or the last officer who could handle it.
    """
    with recorded(by=by, source=source):
        row = taken(case, by=by, act="case_witness.add", as_part=Witness)
        in_state(row, *INTAKE, *HANDLING, CaseState.SUSPENDED)
        not_before(not_after(heard_on, today, "heard_on"), row.acted_on, "heard_on")
        if person is not None and person.pk == row.answering_id:
            raise Refused(_("The person concerned is heard by a statement, not as a witness."), code="witness_subject")
        if person is not None:
            keep_out(row, person, BarGround.WITNESS, since=heard_on, by=by)
        return Witness.objects.create(
            case=row,
            name=need(name or (str(person) if person else ""), "name"),
            person=person,
            heard_on=heard_on,
            statement=need(statement, "statement"),
            by=by,
        )
