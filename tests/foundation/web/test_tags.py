"""Component tags: what they escape, tie together and keep."""

from typing import Any

import pytest
from django import forms
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import translation

from foundation.web.paging import paginate

EVIL = "<b onclick=x>\"'"


@pytest.fixture(autouse=True)
def in_english() -> Any:
    with translation.override("en"):
        yield


def render(source: str, query: str = "", **context: Any) -> str:
    request = RequestFactory().get(f"/people/?{query}")
    return Template("{% load kc %}" + source).render(Context({"request": request, **context}))


@pytest.mark.parametrize(
    "tag",
    [
        '{% status "ok" x %}',
        "{% icon x x %}",
        "{% avatar x %}",
        '{% notice "warn" x %}{{ x }}{% endnotice %}',
        "{% card title=x sub=x link=x link_label=x %}{{ x }}{% endcard %}",
        "{% button x url=x icon=x name=x value=x %}",
        "{% button x icon_only=True name=x value=x %}",
        "{% sort_header x x %}",
        "{% empty x x x x %}",
        "{% bar 1 2 x x %}",
        "{% chart x y x %}{{ x }}{% endchart %}",
        "{% filterbar target=x %}{{ x }}{% endfilterbar %}",
    ],
)
def test_tag_escapes_what_people_wrote(tag: str) -> None:
    assert "<b onclick" not in render(tag, query="sort=%3Cb+onclick%3Dx%3E", x=EVIL, y={"name": EVIL})


def test_status_says_its_state_in_words() -> None:
    shown = render('{% status "bad" "Quá hạn" %}')
    assert "Quá hạn" in shown and 'class="status bad"' in shown and "ti-alert-circle" in shown


def test_deadline_joins_date_and_days() -> None:
    from datetime import date

    assert "27/11/2026, 1 working day left" in render("{% deadline 1 day %}", day=date(2026, 11, 27))


def test_missing_grade_is_named_for_those_who_hear_the_page() -> None:
    assert "Not graded" in render("{% grade None %}")


class Sample(forms.Form):
    reason = forms.CharField(label="Reason", help_text="In full sentences.")
    kind = forms.ChoiceField(choices=[("a", "A"), ("b", "B")], widget=forms.RadioSelect)


def test_field_ties_help_and_errors_to_the_input() -> None:
    shown = render("{% field form.reason %}", form=Sample({"reason": ""}))
    assert 'aria-describedby="id_reason_help id_reason_error"' in shown
    assert 'id="id_reason_help"' in shown and 'id="id_reason_error"' in shown and 'aria-invalid="true"' in shown
    assert '<label class="form-label" for="id_reason">' in shown


def test_radio_buttons_stand_in_a_described_fieldset() -> None:
    shown = render("{% field form.kind %}", form=Sample({}))
    assert "<fieldset" in shown and "<legend" in shown and shown.count("form-check-input") == 2
    assert "id_kind_error" in shown


def test_form_errors_lead_to_the_fields() -> None:
    assert 'href="#id_reason"' in render("{% form_errors form %}", form=Sample({}))


def test_pager_keeps_the_filters() -> None:
    page = paginate(RequestFactory().get("/?page=2"), list(range(200)))
    shown = render("{% pager page %}", query="q=an&state=open&page=2", page=page)
    assert "?q=an&amp;state=open&amp;page=3" in shown and "51 to 100 of 200" in shown


def test_sort_header_turns_round_and_forgets_the_page() -> None:
    shown = render('{% sort_header "name" "Name" %}', query="sort=name&page=4&q=an")
    assert 'aria-sort="ascending"' in shown and "sort=-name" in shown and "page=" not in shown and "q=an" in shown


def test_segment_of_the_default_leaves_the_address_clean() -> None:
    shown = render(
        '{% segments "state" options "State" %}', query="state=late", options=[("", "All", 3), ("late", "Late", 1)]
    )
    assert 'href="?"' in shown and 'aria-current="true"' in shown


def test_blocked_act_stays_visible_with_its_reasons() -> None:
    shown = render(
        '{% blocked "Submit" reasons %}', reasons=["2 people missing", {"text": "Over", "url": "/x", "link": "See"}]
    )
    assert 'aria-disabled="true"' in shown and "2 people missing" in shown and 'href="/x"' in shown


def test_share_bar_reads_as_a_sentence() -> None:
    shown = render('{% share parts "October" %}', parts=[("A", 5), ("B", 15)])
    assert 'aria-label="October: A 5, B 15"' in shown and 'width="25%"' in shown


def test_answers_offer_the_change() -> None:
    shown = render("{% answers rows %}", rows=[("Unit", "Hà Đông", "/back"), ("Month", "11/2026")])
    assert shown.count("<dt>") == 2 and 'href="/back"' in shown


def test_lanes_place_by_date_with_points_as_decimal_marks() -> None:
    from datetime import date

    rows = [("Posts", [{"start": date(2020, 1, 1), "end": date(2021, 1, 1), "text": EVIL}])]
    days = {"begin": date(2018, 1, 1), "end": date(2028, 1, 1), "today": date(2026, 1, 1)}
    with translation.override("vi"):
        shown = render('{% lanes rows begin end today "Timeline" %}', rows=rows, **days)
    assert 'x="19.99%"' in shown and "<b onclick" not in shown and 'aria-label="Posts: ' in shown
