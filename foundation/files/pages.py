"""What the page that withdraws a proof shows."""

from typing import Any

from django.utils.translation import gettext as _

from foundation.files.selectors import Proof


def withdrawal(proof: Proof, form: Any, back: str) -> dict[str, Any]:
    """Context of components/confirm_page.html."""
    line = proof.current
    return {
        "title": _("Withdraw a file"),
        "consequence": _(
            "Nobody can open the file any more, its earlier versions neither. That it was attached, by whom and why "
            "it was withdrawn stays on the page. This cannot be undone."
        ),
        "rows": [(_("Proof"), f"{line.number}. {line.title}"), (_("File"), line.file.original_name)],
        "form": form,
        "act_label": _("Withdraw the file"),
        "back_url": back,
    }
