"""The keys that each write endpoint of the API takes from a body, reviewed by hand (bar M-05).

Those that are columns of some table must be exactly the columns the endpoint takes; a new endpoint gets a line, and a
column in it must be one that the act is there to set. Other keys (`choices`, `lines`) may stand here too.
"""

WRITES: dict[str, set[str]] = {
    name: set(columns.split())
    for name, columns in {
        "accounts_api:api-key-list POST": "expires_on name scopes",
        "accounts_api:api-key-revoke POST": "",
        "accounts_api:factor-reset-list POST": "reason user",
        "accounts_api:factor-reset-step POST": "reason",
        "accounts_api:grant-list POST": "reason role unit user valid_from valid_to",
        "accounts_api:grant-step POST": "reason",
        "cadres_api:absence-cancel POST": "reason row_version",
        "cadres_api:absence-confirm POST": "row_version",
        "cadres_api:absence-detail PATCH": "document ends_on half_day kind row_version starts_on",
        "cadres_api:absence-list POST": "document ends_on half_day kind person starts_on",
        "cadres_api:family-tie-end POST": "on reason row_version",
        "cadres_api:family-tie-list POST": "kind person relative_code relative_name",
        "cadres_api:family-tie-reveal POST": "reason",
        "cadres_api:person-detail PATCH": (
            "birth_date education email employment_kind full_name joined_on "
            "national_id note political_level rank_code row_version sex"
        ),
        "cadres_api:person-list POST": (
            "birth_date code decision_number education email employment_kind full_name joined_on "
            "national_id note political_level position rank_code sex unit valid_from"
        ),
        "cadres_api:person-reveal POST": "reason",
        "cadres_api:person-transfer POST": (
            "decision_number exception_document exception_document_date kind on position row_version unit until"
        ),
        "cadres_api:planning-entry-end POST": "on reason row_version",
        "cadres_api:planning-entry-list POST": (
            "decision_number entered_on exception_document exception_document_date person position post_text term"
        ),
        "cadres_api:posting-confirm POST": "row_version",
        "cadres_api:posting-end POST": "on row_version",
        "cadres_api:posting-list POST": (
            "decision_number exception_document exception_document_date kind person position row_version unit "
            "valid_from valid_to"
        ),
        "cadres_api:rotation-case-announce POST": "on where",
        "cadres_api:rotation-case-answer POST": "revise text",
        "cadres_api:rotation-case-cancel POST": "reason",
        "cadres_api:rotation-case-countersign POST": "reason",
        "cadres_api:rotation-case-decide POST": "decided_on decision_number effective_on urgent_reason",
        "cadres_api:rotation-case-defer POST": "child_born_on evidence from_on ground is_review until",
        "cadres_api:rotation-case-end-relief POST": "reason",
        "cadres_api:rotation-case-execute POST": "handed_over_on handover_number",
        "cadres_api:rotation-case-grant-relief POST": "",
        "cadres_api:rotation-case-open POST": "person rule_code",
        "cadres_api:rotation-case-opinion POST": "text",
        "cadres_api:rotation-case-plan POST": (
            "destination hand_over_to legal_basis move_on position reason round successor"
        ),
        "cadres_api:rotation-case-refuse-item POST": "reason",
        "cadres_api:rotation-case-refuse-relief POST": "reason",
        "cadres_api:rotation-case-replan POST": "move_on",
        "cadres_api:rotation-case-withdraw POST": "reason",
        "cadres_api:rotation-exception-end POST": "reason row_version",
        "cadres_api:rotation-exception-list POST": (
            "document_date document_number issuer position reason rule_code unit until valid_from"
        ),
        "cadres_api:rotation-proposal-accept POST": "circles",
        "cadres_api:rotation-proposal-list POST": ("due_by grade_steps move_on other_body rule same_field seed share"),
        "cadres_api:rotation-round-approve POST": "document_number on",
        "cadres_api:rotation-round-cancel POST": "reason",
        "cadres_api:rotation-round-close POST": "",
        "cadres_api:rotation-round-list POST": "begins_on ends_on purpose title unit",
        "directives_api:assignment-cancel POST": "reason",
        "directives_api:assignment-detail PATCH": (
            "authority delegation_from delegation_number delegation_on delegation_until due_on kind product "
            "quality_faults responsibility result_note row_version title"
        ),
        "directives_api:assignment-causes POST": "text",
        "directives_api:assignment-confirm-cause POST": "note",
        "directives_api:assignment-discussions POST": "body held_on summary",
        "directives_api:assignment-evidence POST": "file title",
        "directives_api:assignment-extensions POST": "reason to_due_on",
        "directives_api:assignment-give-extension POST": "reason to_due_on",
        "directives_api:assignment-grant-extension POST": "note",
        "directives_api:assignment-handoffs POST": "answer_due_on kind matter opinion sent_on to_person to_unit",
        "directives_api:assignment-refuse-cause POST": "reason",
        "directives_api:assignment-refuse-extension POST": "reason",
        "directives_api:assignment-revoke-cause POST": "reason",
        "directives_api:assignment-withdraw-extension POST": "",
        "directives_api:handoff-answer POST": "on text",
        "directives_api:handoff-take-back POST": "reason",
        "directives_api:assignment-finish POST": "done_on note",
        "directives_api:assignment-import POST": "commit file",
        "directives_api:assignment-list POST": (
            "assigned_on authority delegation_from delegation_number delegation_on delegation_until due_on kind person "
            "product responsibility title"
        ),
        "directives_api:assignment-own POST": "assigned_on done_on due_on product responsibility title",
        "directives_api:assignment-reopen POST": "reason",
        "directives_api:assignment-replace-evidence POST": "file",
        "directives_api:assignment-withdraw-evidence POST": "reason",
        "directives_api:commendation-detail PATCH": (
            "decided_on description issuer number people row_version title undertaking unit_itself"
        ),
        "directives_api:commendation-list POST": (
            "decided_on description issuer kind number people title undertaking unit unit_itself"
        ),
        "directives_api:document-detail PATCH": (
            "effective_on ended_on issued_on issuer kind note number replaces row_version "
            "source title_en title_vi verified"
        ),
        "directives_api:document-files POST": "file title",
        "directives_api:document-list POST": (
            "effective_on issued_on issuer kind note number replaces source title_en title_vi"
        ),
        "directives_api:document-replace-file POST": "file",
        "directives_api:document-tasks POST": "content_en content_vi title_en title_vi",
        "directives_api:function-detail PATCH": "document name note one_lead row_version",
        "directives_api:function-end-unit POST": "row_version valid_to",
        "directives_api:function-list POST": "document name note one_lead",
        "directives_api:function-units POST": "basis document part unit valid_from valid_to",
        "directives_api:regulation-detail PATCH": "issued_on next_review_on note number row_version",
        "directives_api:regulation-list POST": "issued_on next_review_on note number unit",
        "directives_api:regulation-review POST": "next_review_on result reviewed_on row_version text",
        "directives_api:measure-list POST": "figures period span unit",
        "directives_api:avoidance-signal-answers POST": "text",
        "directives_api:recurring-end POST": "reason",
        "directives_api:recurring-list POST": (
            "begins_on day days_before every kind month_of_quarter person product responsibility title until"
        ),
        "directives_api:recurring-pause POST": "reason",
        "directives_api:recurring-resume POST": "",
        "directives_api:undertaking-accept POST": "",
        "directives_api:undertaking-report POST": "final on percent text",
        "directives_api:undertaking-send-back POST": "reason",
        "discipline_api:case-answer POST": "answered_on authority document form outcome part row_version text",
        "discipline_api:case-ask-self-criticism POST": "row_version",
        "discipline_api:case-attendance POST": "attendance part reason received_on row_version",
        "discipline_api:case-bar POST": "ground note person row_version since",
        "discipline_api:case-call-review POST": "row_version",
        "discipline_api:case-complain POST": "late_reason lodged_on row_version text",
        "discipline_api:case-decide POST": "part row_version",
        "discipline_api:case-declare POST": "on part row_version",
        "discipline_api:case-deliver POST": "kind manner note received_on receiver row_version",
        "discipline_api:case-discard POST": "part reason row_version",
        "discipline_api:case-disclose POST": "number on row_version",
        "discipline_api:case-dismiss POST": "reason row_version",
        "discipline_api:case-draft POST": (
            "authority departure_reason effective_on form grounds number "
            "outcome precedent_reason row_version signed_on signer version"
        ),
        "discipline_api:case-end-member POST": "on part reason row_version",
        "discipline_api:case-end-seat POST": "on part reason row_version",
        "discipline_api:case-exempt POST": "ground reason row_version",
        "discipline_api:case-exhibits POST": "file title",
        "discipline_api:case-papers POST": (
            "address authority capacity contact decider issued_on kind number place recipients signer sitting_at "
            "superior symbol"
        ),
        "discipline_api:case-replace-exhibit POST": "file",
        "discipline_api:case-withdraw-exhibit POST": "reason",
        "discipline_api:case-extend POST": "on reason row_version",
        "discipline_api:case-file-reading POST": "on reader row_version what",
        "discipline_api:case-form-council POST": "row_version",
        "discipline_api:case-form-council-without-review POST": "reason row_version",
        "discipline_api:case-fulfil POST": "done_on note part row_version",
        "discipline_api:case-lift-bar POST": "on part reason row_version",
        "discipline_api:case-link-twin POST": "row_version twin",
        "discipline_api:case-list POST": (
            "acted_on acted_until after_leaving allegation discovered_on indicator "
            "intake_note source source_ref subject subject_unit track words_kept"
        ),
        "discipline_api:case-name-member POST": "reason role row_version since user",
        "discipline_api:case-open POST": "exemption opened_on proposals row_version suspension",
        "discipline_api:case-release POST": "part row_version",
        "discipline_api:case-representative POST": "code full_name row_version",
        "discipline_api:case-rescind-by-court POST": "document on reason row_version",
        "discipline_api:case-resume POST": "on row_version",
        "discipline_api:case-seat POST": "appointed_on document person role row_version",
        "discipline_api:case-settle POST": (
            "document effect kind notified_on period reason remedy_due_on row_version text"
        ),
        "discipline_api:case-sitting POST": (
            "attended ballots chair held_on invited minutes "
            "place proposed_form row_version session subject_heard subject_present"
        ),
        "discipline_api:case-statement POST": "handed_in named_form row_version submitted_on text",
        "discipline_api:case-submit POST": "row_version",
        "discipline_api:case-submit-without-council POST": "reason row_version",
        "discipline_api:case-summon POST": "place row_version sent_on session sitting_on",
        "discipline_api:case-suspend POST": "from_on ground proof reason review_on row_version",
        "discipline_api:case-take-up POST": "row_version",
        "discipline_api:case-time-bar POST": "reason row_version",
        "discipline_api:case-witness POST": "heard_on name person row_version statement",
        "discipline_api:replacement-decide POST": "decided_on document row_version",
        "discipline_api:replacement-extend POST": "reason row_version",
        "discipline_api:replacement-list POST": "arose_on facts ground kind person",
        "discipline_api:replacement-opinion POST": "agrees given_on of_whom row_version text",
        "discipline_api:replacement-propose POST": "ground kind row_version talked_on",
        "discipline_api:replacement-reject POST": "reason row_version",
        "evaluations_api:cycle-close POST": "",
        "evaluations_api:cycle-list POST": "period unit",
        "evaluations_api:evaluation-evidence POST": "file title",
        "evaluations_api:evaluation-objections POST": "grounds",
        "evaluations_api:evaluation-proceed POST": "row_version",
        "evaluations_api:evaluation-replace-evidence POST": "file",
        "evaluations_api:evaluation-return-sheet POST": "reason row_version",
        "evaluations_api:evaluation-return-to-self POST": "reason row_version",
        "evaluations_api:evaluation-revise POST": (
            "departure_reason document document_date grade kind lines quota_document reason row_version"
        ),
        "evaluations_api:evaluation-score PUT": "lines note row_version",
        "evaluations_api:evaluation-self-assessment POST": "row_version",
        "evaluations_api:evaluation-self-assessment PUT": "lines note row_version",
        "evaluations_api:evaluation-withdraw POST": "row_version",
        "evaluations_api:evaluation-withdraw-evidence POST": "reason",
        "evaluations_api:objection-answer POST": "outcome row_version text",
        "evaluations_api:objection-answer-above POST": "outcome row_version text",
        "evaluations_api:objection-escalate POST": "row_version",
        "evaluations_api:objection-withdraw POST": "row_version",
        "evaluations_api:revision-execute POST": "note row_version",
        "evaluations_api:revision-refuse POST": "reason row_version",
        "evaluations_api:revision-withdraw POST": "note row_version",
        "evaluations_api:unit-cycle-assign-decider POST": "person reason row_version",
        "evaluations_api:unit-cycle-assign-superior POST": "person reason row_version",
        "evaluations_api:unit-cycle-decide POST": "choices row_version",
        "evaluations_api:unit-cycle-extend POST": "reason row_version step until",
        "evaluations_api:unit-cycle-outstanding-document POST": "document row_version",
        "evaluations_api:unit-cycle-publish POST": "row_version",
        "evaluations_api:unit-cycle-return-month POST": "reason row_version",
        "evaluations_api:unit-cycle-submit POST": "row_version",
        "inspections_api:draw-hold POST": "outside_number",
        "inspections_api:inspection-approve POST": "",
        "inspections_api:inspection-cancel POST": "reason",
        "inspections_api:inspection-declare POST": "conflict note",
        "inspections_api:inspection-start POST": "place",
        "inspections_api:own-check-aggregate POST": "",
        "inspections_api:own-check-list POST": "checked findings further handling held_on joint_code kind result unit",
        "inspections_api:own-check-send-back POST": "reason",
        "inspections_api:programme-approve POST": "",
        "inspections_api:programme-end POST": "reason",
        "inspections_api:programme-items POST": "contents note quarter unit",
        "inspections_api:programme-list POST": "decided_on number title unit year",
        "visits_api:fact-confirm POST": "row_version",
        "visits_api:fact-refuse POST": "reason row_version",
        "visits_api:remedy-answer-extension POST": "answer granted row_version",
        "visits_api:remedy-ask-extension POST": "reason row_version to",
        "visits_api:remedy-give-back POST": "reason row_version",
        "visits_api:remedy-report POST": "document reported_on row_version text",
        "visits_api:remedy-verify POST": "note row_version",
        "visits_api:visit-draft-notice POST": "conclusion",
        "visits_api:visit-issue-notice POST": (
            "authority capacity clean_reason number place recipients row_version signer superior symbol"
        ),
        "visits_api:visit-recommend POST": "due_on finding kind text",
        "visits_api:visit-bundle POST": "bundle",
        "visits_api:visit-call-roll POST": "",
        "visits_api:visit-contents POST": "item note result",
        "visits_api:visit-discard POST": "number reason",
        "visits_api:visit-draw-up POST": "",
        "visits_api:visit-explain POST": "explanation number row_version",
        "visits_api:visit-mark POST": "line mark reason row_version",
        "visits_api:visit-refuse-signature POST": "number opinion reason witness",
        "visits_api:visit-rest-present POST": "",
        "visits_api:visit-samples POST": "failing note number population row_version sample subject worst_delay",
        "visits_api:visit-sheet POST": "reason text",
        "visits_api:visit-sign POST": "number office opinion representative",
        "alerts_api:policy-change POST": "escalate_after legal_basis note offsets row_version told valid_from",
        "notifications_api:notification-read POST": "ids",
        "notifications_api:notification-handle POST": "note",
        "notifications_api:notification-snooze POST": "note until",
        "organization_api:reorganisation-cancel POST": "reason row_version",
        "organization_api:reorganisation-confirm POST": "fingerprint row_version",
        "organization_api:reorganisation-list POST": "decided_on effective_on kind legal_basis people",
    }.items()
}
