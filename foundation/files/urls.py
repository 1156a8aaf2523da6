"""Route of a kept file."""

from django.urls import path

from foundation.files.views import download

app_name = "files"
urlpatterns = [path("<str:public_id>/", download, name="download")]
