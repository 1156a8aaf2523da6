"""Functions, working regulations, commendations and texts of documents for the world of the access tests."""

from datetime import date, timedelta

from directives.models import (
    Commendation,
    CommendationEvidence,
    CommendedPerson,
    Document,
    DocumentFile,
    Function,
    FunctionHolding,
    RegulationReview,
    WorkingRegulation,
)
from tests.access.proofs import prove
from tests.cast import Cast

DAY = date(2026, 3, 1)
LATER = DAY + timedelta(days=200)


def write_offices(cast: Cast) -> None:
    """One of each for the ward, its neighbour and the level above; the texts of two documents."""
    for number, key in enumerate(("ward", "other", "committee"), start=1):
        unit = cast.units[key]
        function = Function.objects.create(code=f"CN-{number:05d}", name=f"Việc {number}", search_key=f"viec {number}")
        FunctionHolding.objects.create(function=function, unit=unit, part="lead", valid_from=DAY)
        rule = {"number": f"{number}-QC", "issued_on": DAY, "next_review_on": LATER}
        regulation = WorkingRegulation.objects.create(unit=unit, **rule)
        RegulationReview.objects.create(regulation=regulation, reviewed_on=LATER, result="kept")
        decision = {"number": f"{number}/QĐ", "issuer": "UBND", "decided_on": DAY}
        made = Commendation.objects.create(code=f"KT-{number}", kind="good_model", title="Hay", unit=unit, **decision)
        prove(CommendationEvidence, "commendation", made)
        for person in ("staff", "other_head"):
            CommendedPerson.objects.create(commendation=made, person=cast.people[person], removed=number == 1)
    for document in Document.objects.order_by("pk")[:2]:
        prove(DocumentFile, "document", document)
