"""Saving and removing the filters of a list; both lead back to the list."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from foundation.web.saved_filters import address_of, canonical, remove_filter, save_filter
from foundation.workflow.errors import InvalidInput, NotFound, Refused


@require_POST
@login_required
def save(request: HttpRequest) -> HttpResponse:
    place, query = request.POST.get("place", ""), request.POST.get("query", "")
    try:
        kept = save_filter(place=place, name=request.POST.get("name", ""), query=query, by=request.user)
    except (InvalidInput, Refused) as error:
        messages.error(request, str(error))
        return redirect(f"{_list(place)}?{canonical(query)}")
    messages.success(request, _("The filter “%(name)s” is kept.") % {"name": kept.name})
    return redirect(address_of(kept))


@require_POST
@login_required
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    gone = remove_filter(pk=pk, by=request.user)
    messages.success(request, _("The filter “%(name)s” was removed.") % {"name": gone.name})
    return redirect(gone.place)


def _list(place: str) -> str:
    try:
        return reverse(place)
    except NoReverseMatch as error:
        raise NotFound from error
