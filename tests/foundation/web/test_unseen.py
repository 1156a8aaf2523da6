"""A character nobody sees is refused by every text field, in the API and in lists, and the refusal says where it is."""

from pathlib import Path

import pytest
from django import forms
from django.utils import translation
from rest_framework import serializers

from directives.forms.assignments import AssignForm
from foundation.sheets.reader import read_table
from foundation.web.strict import StrictSerializer
from foundation.workflow.errors import InvalidInput

HIDDEN = ("\u202e", "\u2066", "\u200b", "\u00ad", "\ufeff", "\U000e0041")


class Body(StrictSerializer):
    title = serializers.CharField()
    names = serializers.ListField(child=serializers.CharField(max_length=20), required=False)


@pytest.mark.parametrize("mark", HIDDEN)
def test_no_text_field_takes_it_and_the_message_names_place_and_field(mark: str) -> None:
    text = f"Báo{mark} cáo"
    with translation.override("en"):
        with pytest.raises(forms.ValidationError) as refused:
            forms.CharField().clean(text)
        assert f"Character 4 cannot be seen (U+{ord(mark):04X})" in refused.value.messages[0]
    body = Body(data={"title": text, "names": ["Lan", f"L{mark}an"]})
    assert not body.is_valid() and set(body.errors) == {"title", "names"}


def test_words_as_people_write_them_pass() -> None:
    for text in ("Nguyễn Đình Phước", "Nguyễn Đình Phước", "dòng một\ndòng hai", "20 % – “trích”", "👍🏽"):
        assert forms.CharField(widget=forms.Textarea).clean(text)
        assert Body(data={"title": text}).is_valid()


def test_a_real_form_names_its_field_and_a_list_its_cell(tmp_path: Path) -> None:
    form = AssignForm({"title": "Rà\u202e soát"}, people=None, today=None)
    form.fields.pop("person")
    assert "title" in form.errors and "U+202E" in str(form.errors["title"])
    listed = tmp_path / "list.csv"
    listed.write_text("\ufeffHọ tên;Việc\nLan;Rà\u200b soát\n", encoding="utf-8")
    with translation.override("en"), pytest.raises(InvalidInput) as refused:
        read_table(listed)
    assert "B2" in str(refused.value) and "U+200B" in str(refused.value)
