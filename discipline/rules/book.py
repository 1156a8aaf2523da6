"""The book of rules: what held on a day, each value with its ground. Needs no database."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import gettext_lazy as _

from discipline.enums import Form, SubjectKind, Track
from discipline.rules.values import (
    READABLE,
    SELECTABLE,
    UNKNOWN,
    Amount,
    FormRule,
    FormStatus,
    Ground,
    GroundRule,
    Listed,
    RuleMissing,
    RuleRow,
    form_of,
)

__all__ = [
    "Amount", "FormRule", "FormStatus", "Ground", "GroundRule", "Listed", "RuleBook", "RuleMissing", "RuleRow",
]  # fmt: skip


@dataclass(frozen=True)
class RuleBook:
    """Every rule ever loaded. Ask with a day; the rule of that day answers, or RuleMissing is raised."""

    rows: tuple[RuleRow, ...]
    _by_key: dict[tuple[str, str], list[RuleRow]] = field(init=False, repr=False, compare=False)

    def __init__(self, rows: Iterable[RuleRow]) -> None:
        kept = tuple(rows)
        index: dict[tuple[str, str], list[RuleRow]] = {}
        for row in kept:
            index.setdefault((row.code, row.scope), []).append(row)
        object.__setattr__(self, "rows", kept)
        object.__setattr__(self, "_by_key", index)

    # -- one row ------------------------------------------------------------------------------------------------

    def find(self, code: str, on: date, *, scope: str = "") -> RuleRow | None:
        """The row of that day for the kind of subject, else the one for all kinds; None where none holds."""
        for key in dict.fromkeys((scope, "")):
            for row in self._by_key.get((code, key), ()):
                if row.holds(on):
                    return row
        return None

    def rule(self, code: str, on: date, *, scope: str = "") -> RuleRow:
        """The row of that day.

        Raises:
            RuleMissing: no row holds on that day.
        """
        row = self.find(code, on, scope=scope)
        if row is None:
            raise RuleMissing(
                _("No rule “%(code)s” holds on %(day)s. Ask the organisation committee to load it.")
                % {"code": code, "day": f"{on:%d/%m/%Y}"},
                details={"rule": code, "on": on.isoformat()},
            )
        return row

    def amount(self, code: str, on: date, *, key: str = "", scope: str = "") -> Amount:
        """A length of the rules; `key` names the part of a value that has several.

        Raises:
            RuleMissing: no row holds on that day.
        """
        row = self.rule(code, on, scope=scope)
        return Amount(int(row.value[key] if key else row.value), row.unit, row.ground)

    def listed(self, code: str, on: date, key: str) -> Listed:
        """A part of a value, with its ground."""
        row = self.rule(code, on)
        return Listed(row.value[key], row.ground, row.title)

    def family(self, prefix: str, on: date, *, scope: str = "") -> tuple[RuleRow, ...]:
        """All rows `prefix.*` of that day that speak of every kind, or of this one."""
        found = [
            row for row in self.rows if row.code.startswith(prefix + ".") and row.scope in ("", scope) and row.holds(on)
        ]
        return tuple(found)

    def grounds(self, prefix: str, on: date, *, kind: str = "") -> tuple[GroundRule, ...]:
        """A family as things to choose from."""
        return tuple(
            GroundRule(row.code.partition(".")[2], row.title, row.value, row.ground)
            for row in self.family(prefix, on, scope=kind)
        )

    # -- forms --------------------------------------------------------------------------------------------------

    def forms(self, kind: SubjectKind | str, on: date) -> tuple[FormRule, ...]:
        """Forms that may be applied to a kind of subject on a day, the lightest first; none for a unit."""
        found = [form_of(row) for row in self.family("form", on, scope=str(kind)) if row.scope]
        return tuple(sorted(found, key=lambda one: one.order))

    def forms_ever(self, kind: SubjectKind | str) -> list[FormRule]:
        """Every form this kind of subject ever had, the newest wording first."""
        rows = [row for row in self.rows if row.code.startswith("form.") and row.scope == str(kind)]
        return [form_of(row) for row in sorted(rows, key=lambda row: row.valid_from, reverse=True)]

    def form_rule(self, kind: SubjectKind | str, form: Form | str, on: date) -> FormRule | None:
        return next((one for one in self.forms(kind, on) if one.form == str(form)), None)

    def form_status(self, kind: SubjectKind | str, form: Form | str, acted_on: date, decided_on: date) -> FormStatus:
        """Selectable by the law of the decision; readable when only the law of the act knew it; else unknown.

        NĐ 112/2020 dropped by NĐ 172/2025: an act of 10/6/2025 decided on 20/7/2025 shows "hạ bậc lương" for
        reading, in both versions, and asks for legal confirmation.
        """
        at_act, at_decision = self.form_rule(kind, form, acted_on), self.form_rule(kind, form, decided_on)
        status = SELECTABLE if at_decision else READABLE if at_act else UNKNOWN
        return FormStatus(status, at_act, at_decision)

    def forms_to_show(
        self, kind: SubjectKind | str, acted_on: date, decided_on: date
    ) -> tuple[tuple[FormRule, FormStatus], ...]:
        """Every form of either day, the lightest first, each with whether it may be chosen."""
        rules = {one.form: one for one in (*self.forms(kind, acted_on), *self.forms(kind, decided_on))}
        ordered = sorted(rules.values(), key=lambda one: one.order)
        return tuple((one, self.form_status(kind, one.form, acted_on, decided_on)) for one in ordered)

    # -- clocks -------------------------------------------------------------------------------------------------

    def time_bar(self, track: Track | str, form: Form | str, on: date) -> Amount | None:
        """Months from the act after which this form may no longer be applied; None: there is no time bar.

        Raises:
            RuleMissing: no row holds on that day.
        """
        never = self.never_barred(track, on)
        if never is not None and str(form) in never.value["forms"]:
            return None
        key = "reprimand" if str(form) == Form.REPRIMAND else "other"
        return self.amount(f"time_bar.{track}", on, key=key)

    def never_barred(self, track: Track | str, on: date) -> Listed | None:
        """Forms and grounds without a time bar on this track, if a row names any."""
        row = self.find(f"time_bar.{track}_never", on)
        return Listed(row.value, row.ground, row.title) if row else None

    def handling_limit(self, on: date, track: Track | str = Track.ADMINISTRATIVE) -> Amount:
        """From discovery to decision; `on` is the day of discovery."""
        return self.amount("handling.party_limit" if track == Track.PARTY else "handling.limit", on)

    def handling_limit_extended(self, on: date, track: Track | str = Track.ADMINISTRATIVE) -> Amount:
        """The same in all when it was extended."""
        return self.amount("handling.party_limit_extended" if track == Track.PARTY else "handling.limit_extended", on)

    def warn_days(self, on: date, *, extended: bool = False) -> tuple[int, ...]:
        """Days of the handling limit on which somebody is warned."""
        return tuple(self.rule("handling.warn", on).value["extended" if extended else "plain"])

    def suspension_grounds(self, on: date) -> tuple[GroundRule, ...]:
        """Grounds on which a case is not yet considered."""
        return tuple(one for one in self.grounds("suspension", on) if one.key != "pauses_limit")

    def suspension_pauses(self, on: date) -> Listed:
        """Whether a suspension pauses the handling limit."""
        return self.listed("suspension.pauses_limit", on, "pauses")

    def suspension_remind(self, on: date) -> Amount:
        """How often somebody is reminded that a case stands still."""
        return self.amount("suspension_remind", on)

    def exemption_grounds(self, on: date) -> tuple[GroundRule, ...]:
        return self.grounds("exemption", on)

    def soft_measures(self, on: date) -> tuple[GroundRule, ...]:
        """Measures that are not discipline; value: authority, effect on the month's evaluation."""
        return self.grounds("measure", on)

    # -- procedure ----------------------------------------------------------------------------------------------

    def review_days(self, on: date) -> Amount:
        return self.amount("review.days", on)

    def summons_count(self, on: date) -> Listed:
        row = self.rule("summons.count", on)
        return Listed(int(row.value), row.ground, row.title)

    def summons_gap(self, on: date) -> Amount:
        return self.amount("summons.gap", on)

    def council_notice(self, on: date) -> Amount:
        return self.amount("council.notice", on)

    def council_seats(self, on: date) -> Listed:
        """Roles that must all be filled, one person each."""
        return self.listed("council.seats", on, "seats")

    def barred_kinships(self, on: date) -> Listed:
        """Kinds of family ties (cadres.enums.KinshipKind) that keep somebody out of a case."""
        return self.listed("conflict.relatives", on, "kinds")

    def party_notice(self, on: date) -> Amount:
        return self.amount("party_notice.days", on)

    # -- afterwards ---------------------------------------------------------------------------------------------

    def lapse(self, on: date) -> Amount:
        return self.amount("decision.lapse", on)

    def promotion_bar(self, form: Form | str, on: date) -> Amount | None:
        """Months without a higher appointment; None where no row names the form that day."""
        row = self.find("promotion_bar", on)
        if row is None or str(form) not in row.value:
            return None
        return Amount(int(row.value[str(form)]), row.unit, row.ground)

    def complaint_lodge(
        self, level: int, on: date, *, form: str = "", track: Track | str = Track.ADMINISTRATIVE
    ) -> Amount:
        """Days to lodge a complaint of level 1 or 2; forced resignation has longer for the second one."""
        if track == Track.PARTY:
            return self.amount("complaint.party_lodge", on)
        if level == 1:
            return self.amount("complaint.lodge_1", on)
        return self.amount("complaint.lodge_2", on, key=form if form == Form.FORCED_RESIGNATION else "other")

    def complaint_answer(
        self, on: date, *, complex_case: bool = False, track: Track | str = Track.ADMINISTRATIVE
    ) -> Amount:
        """Days to answer a complaint, from its acceptance."""
        code = "complaint.party_answer" if track == Track.PARTY else "complaint.answer"
        return self.amount(code, on, key="complex" if complex_case else "plain")

    def restoration_kinds(self, on: date) -> Listed:
        return self.listed("restoration.tasks", on, "kinds")

    # -- replacement, suspension from work, watch -----------------------------------------------------------------

    def replacement_grounds(self, on: date, *, kind: str = "") -> tuple[GroundRule, ...]:
        """Grounds of replacement, transfer, dismissal, cessation, resignation; value.acts names which."""
        return self.grounds("replacement", on, kind=kind)

    def replacement_terms(self, on: date) -> tuple[Amount, Amount, Amount]:
        """Working days to propose, to decide, and to decide at the longest (QĐ 377/2025: 10, 10, 15)."""
        return (
            self.amount("replacement_term.propose", on),
            self.amount("replacement_term.decide", on),
            self.amount("replacement_term.decide_longest", on),
        )

    def work_suspension_grounds(self, on: date) -> tuple[GroundRule, ...]:
        return self.grounds("work_suspension", on)

    def work_suspension_term(self, on: date) -> tuple[Amount, int]:
        """Working days of a suspension from work, and how often it may be extended."""
        row = self.rule("work_suspension_term", on)
        return Amount(int(row.value["days"]), row.unit, row.ground), int(row.value["extensions"])

    def watch(self, name: str, on: date) -> Listed:
        """The threshold of a watch rule: months_at_d, remedy_overdue, undertaking_overdue, repeat_indicators."""
        row = self.rule(f"watch.{name}", on)
        return Listed(int(row.value), row.ground, row.title)
