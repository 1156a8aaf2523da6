"""What kind of subject somebody was on a day, from the employment and the post of that day."""

from datetime import date

from cadres.enums import LEADING_KINDS, EmploymentKind
from cadres.rules.retirement import add_months
from discipline.enums import SubjectKind

PROBATION_MONTHS = 12
"""Length of the probation of a Party member (Party Statutes, Art 5): from admission to full membership."""


def kind_of_person(employment: str, position_kind: str) -> SubjectKind:
    """The kind of subject of the administrative track.

    Contract and part-time workers have no forms of their own in the rules: they are read as public employees without
    a post, and the handler sees which employment it was.
    """
    leading = position_kind in {kind.value for kind in LEADING_KINDS}
    if employment == EmploymentKind.CADRE:
        return SubjectKind.CADRE
    if employment == EmploymentKind.CIVIL:
        return SubjectKind.CIVIL_LEADER if leading else SubjectKind.CIVIL
    return SubjectKind.PUBLIC_MANAGER if leading else SubjectKind.PUBLIC


def kind_of_member(admitted_on: date, on: date) -> SubjectKind:
    """The kind of subject of the Party track."""
    return SubjectKind.PROBATIONARY if on < add_months(admitted_on, PROBATION_MONTHS) else SubjectKind.MEMBER
