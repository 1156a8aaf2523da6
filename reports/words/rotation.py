"""Words of rotation in the trail: tables, events and the columns no other room has."""

from django.utils.translation import gettext_lazy as _

from cadres.enums_rotation import EVENTS

TABLES = {
    "cadres_rotationrule": _("Rule of rotation"),
    "cadres_listedpost": _("Listed post"),
    "cadres_rotationexception": _("Exception from rotation"),
    "cadres_rotationround": _("Round of rotation"),
    "cadres_rotationcase": _("Rotation case"),
    "cadres_rotationitem": _("Planned move"),
    "cadres_rotationrelief": _("Deferral or exemption"),
}

FIELDS = {
    "announced_on": _("Announced on"),
    "announced_where": _("Announced where"),
    "apart": _("Ground kept apart"),
    "approved_on": _("Approved on"),
    "computed_on": _("Computed on"),
    "destination_id": _("Destination"),
    "document_number": _("Number of the document"),
    "due_since": _("Due since"),
    "evidence": _("Proof"),
    "exception_id": _("Exception"),
    "explained": _("How it was computed"),
    "group": _("Group"),
    "hand_over_to_id": _("Takes over the work"),
    "handed_over_on": _("Handed over on"),
    "handover_number": _("Number of the hand-over record"),
    "is_review": _("Looked at again on the last day"),
    "kinds": _("Kinds of post"),
    "max_months": _("Most months"),
    "min_on": _("Not before"),
    "move_on": _("Planned day"),
    "new_posting_id": _("New post"),
    "notice_until": _("Notice until"),
    "opened_by_id": _("Opened by"),
    "opinion_on": _("Opinion given on"),
    "post_key": _("Name of the post without marks"),
    "posting_id": _("Held post"),
    "receiver_id": _("Receiving unit"),
    "round_id": _("Round"),
    "rule_code": _("Code of the rule"),
    "started_on": _("In the post since"),
    "unit_words": _("Words in the name of the unit"),
    "urgent_reason": _("Why it was urgent"),
}

__all__ = ["EVENTS", "FIELDS", "TABLES"]
