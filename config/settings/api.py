"""Settings of the API: everything denied unless allowed, no browsable pages, one error shape."""

from typing import Any

REST_FRAMEWORK: dict[str, Any] = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "accounts.api_auth.KeyAuthentication",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser", "rest_framework.parsers.MultiPartParser"],
    "DEFAULT_FILTER_BACKENDS": ["django_filters.rest_framework.DjangoFilterBackend"],
    "DEFAULT_PAGINATION_CLASS": "foundation.web.paging.ApiPagination",
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "foundation.web.api_errors.exception_handler",
    "DEFAULT_VERSIONING_CLASS": None,
    "TEST_REQUEST_DEFAULT_FORMAT": "json",
    "UNAUTHENTICATED_USER": "django.contrib.auth.models.AnonymousUser",
}
SPECTACULAR_SETTINGS: dict[str, Any] = {
    "TITLE": "Kỷ Cương",
    "VERSION": "1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SERVE_PERMISSIONS": ["rest_framework.permissions.IsAuthenticated"],
    "SERVE_PUBLIC": False,
    "COMPONENT_SPLIT_REQUEST": True,
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "foundation.web.api_schema.add_idempotency_key",
    ],
    "ENUM_NAME_OVERRIDES": {
        "GradeEnum": "evaluations.enums.Grade",
        "PostingKindEnum": "cadres.enums.PostingKind",
        "PositionKindEnum": "cadres.enums.PositionKind",
        "AbsenceKindEnum": "cadres.enums.AbsenceKind",
        "UnitKindEnum": "organization.enums.UnitKind",
        "DocumentKindEnum": "directives.enums.DocumentKind",
        "RevisionKindEnum": "evaluations.enums.RevisionKind",
        "SuccessionKindEnum": "organization.enums.SuccessionKind",
        "ReorganisationStateEnum": "organization.enums.ReorganisationState",
        "UndertakingStateEnum": "directives.enums.UndertakingState",
        "RevisionStateEnum": "evaluations.enums.RevisionState",
        "EmploymentKindEnum": "cadres.enums.EmploymentKind",
        "KinshipKindEnum": "cadres.enums.KinshipKind",
        "AssignmentKindEnum": "directives.enums.AssignmentKind",
        "HandoffKindEnum": "directives.enums.HandoffKind",
        "CommendationKindEnum": "directives.enums.CommendationKind",
        "ReplacingEnum": "discipline.enums.Replacing",
        "DisciplineFormEnum": "discipline.enums.Form",
        "SubjectKindEnum": "discipline.enums.SubjectKind",
        "CasePaperKindEnum": "discipline.rules.papers.kinds.PaperKind",
        "CaseStateEnum": "discipline.enums.CaseState",
        "SignalSourceEnum": "discipline.enums.Source",
    },
}
