"""The service worker of visits: a file of ours, served where its reach is the pages of visits and nothing else."""

from pathlib import Path

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from foundation.access import require

SCRIPT = Path(__file__).resolve().parents[2] / "static" / "js" / "visit-worker.js"


@login_required
@require_safe
def worker(request: HttpRequest) -> HttpResponse:
    """The script; never cached, so that a mended one is taken at once."""
    require(request.user, "attendance_line.read")
    return HttpResponse(SCRIPT.read_bytes(), content_type="text/javascript; charset=utf-8")
