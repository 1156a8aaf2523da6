"""Routes of reviews: delays and extensions, questions about possible avoidance."""

from django.urls import path

from directives.views import questions, review

app_name = "reviews"

urlpatterns = [
    path("delays/", review.review, name="delays"),
    path("delays/rows/", review.rows, name="delay_rows"),
    path("delays/export/", review.export, name="export"),
    path("questions/", questions.questions, name="questions"),
    path("questions/rules/", questions.rules, name="rules"),
    path("questions/<int:pk>/", questions.question, name="question"),
]
