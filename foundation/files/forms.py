"""The form that takes one file: chosen from the device, or a photo taken on a phone."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from foundation.files.kinds import ACCEPT


class UploadForm(forms.Form):
    """`upload` is whichever of the two fields was used; what is in it the intake decides."""

    photo = forms.FileField(
        label=_("Take a photo"),
        required=False,
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp", "capture": "environment"}),
    )
    file = forms.FileField(
        label=_("Choose a file"),
        required=False,
        allow_empty_file=True,
        help_text=_("PDF, JPEG, PNG, WebP, Word, Excel, ODT, TXT or CSV, at most 20 MiB."),
        widget=forms.FileInput(attrs={"accept": ACCEPT}),
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        data["upload"] = data.get("file") or data.get("photo")
        if data["upload"] is None and not self.errors:
            self.add_error("file", _("Choose a file, or take a photo."))
        return data


class ProofForm(UploadForm):
    """A new proof, with what it shows."""

    title = forms.CharField(label=_("What the file shows"), max_length=200)
    field_order = ("title", "photo", "file")


class WithdrawForm(forms.Form):
    """Why a file is taken out of sight."""

    reason = forms.CharField(label=_("Reason"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))
