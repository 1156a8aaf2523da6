"""Route of a kept file in the API."""

from django.urls import path

from foundation.files.api import DownloadView

app_name = "files_api"
urlpatterns = [path("<str:public_id>/", DownloadView.as_view(), name="download")]
