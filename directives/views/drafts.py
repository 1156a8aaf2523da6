"""A new wording of a catalogue: from an appendix, side by side with the present one, confirmed, put into force."""

from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.models import User
from directives.forms.assignments import ReasonForm
from directives.forms.catalogues import AppendixForm, ForceForm, ItemForm, PolarityForm
from directives.models import CatalogueVersion
from directives.selectors import catalogues as selectors
from directives.services import appendix_files
from directives.services import catalogues as services
from foundation.access import require
from foundation.web.clock import local_date
from foundation.web.form_errors import show_on
from foundation.web.formats import vn_date
from foundation.workflow.errors import InvalidInput, NotFound, Refused


@login_required
def new(request: HttpRequest, code: str) -> HttpResponse:
    """Paste or send the official appendix."""
    user = cast("User", request.user)
    catalogue = selectors.catalogue_by_code(user, code)
    require(user, "catalogue.draft", catalogue)
    current = selectors.version_in_force(catalogue)
    if current is None:
        raise NotFound
    shapes = selectors.shapes_of(current)
    form = AppendixForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            read = appendix_files.read(text=form.cleaned_data["text"], file=form.cleaned_data["file"], groups=shapes)
            made = services.draft_from(catalogue=catalogue, appendix=read, origin=form.cleaned_data["origin"], by=user)
        except (InvalidInput, Refused) as error:
            show_on(form, error)
        else:
            return redirect("catalogues:version", code=code, number=made.number)
    context = {"catalogue": catalogue, "form": form, "shapes": shapes, "crumbs": _crumbs(current)}
    return render(request, "directives/draft_new.html", context, status=422 if form.errors else 200)


@require_POST
@login_required
def confirm(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Confirm the ticked items."""
    user = cast("User", request.user)
    draft = _draft(user, code, number, "confirm")
    count = services.confirm_items(draft=draft, codes=request.POST.getlist("item"), by=user)
    if count:
        messages.success(request, _("Items confirmed: %(count)s.") % {"count": count})
    else:
        messages.error(request, _("No item was ticked."))
    return redirect("catalogues:version", code=code, number=number)


@login_required
def item(request: HttpRequest, code: str, number: int, item: str) -> HttpResponse:
    """Mend the text of one item, or say which earlier one it words anew."""
    user = cast("User", request.user)
    draft = _draft(user, code, number, "update")
    found = draft.indicators.select_related("replaces", "version").filter(code=item).first()
    if found is None:
        raise NotFound
    current = selectors.version_in_force(draft.catalogue)
    earlier = list(current.indicators.order_by("group__number", "number")) if current else []
    initial = {name: getattr(found, name) for name in ("text_vi", "text_en", "row_version")}
    initial["replaces"] = found.replaces.code if found.replaces else ""
    form = ItemForm(request.POST or None, initial=initial, earlier=earlier)
    if request.method == "POST" and form.is_valid():
        data = dict(form.cleaned_data)
        version = data.pop("row_version")
        data["replaces"] = next((row for row in earlier if row.code == data["replaces"]), None)
        try:
            services.edit_item(item=found, version=version, changes=data, by=user)
        except (InvalidInput, Refused) as error:
            show_on(form, error)
        else:
            return redirect(f"{_address(draft)}#{found.code}")
    context = {"form": form, "title": found.code, "act": _("Save"), "back_url": _address(draft)}
    return _form_page(request, draft, context, form)


@login_required
def group(request: HttpRequest, code: str, number: int, group: str) -> HttpResponse:
    """Say whether a group describes failures, and whether it is counted."""
    user = cast("User", request.user)
    draft = _draft(user, code, number, "update")
    found = draft.groups.select_related("version").filter(code=group).first()
    if found is None:
        raise NotFound
    names = ("polarity", "counted", "row_version")
    initial = {name: getattr(found, name) for name in names} | {"confirmed": found.polarity_confirmed}
    form = PolarityForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        data = dict(form.cleaned_data)
        try:
            services.set_polarity(group=found, version=data.pop("row_version"), by=user, **data)
        except (InvalidInput, Refused) as error:
            show_on(form, error)
        else:
            return redirect(_address(draft))
    context = {"form": form, "title": found.name_vi, "act": _("Save"), "back_url": _address(draft)}
    return _form_page(request, draft, context, form)


@login_required
def force(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Put the draft into force from a day on; for a second person."""
    user = cast("User", request.user)
    draft = _draft(user, code, number, "put_into_force")
    form = ForceForm(request.POST or None, initial={"valid_from": local_date()})
    if request.method == "POST" and form.is_valid():
        try:
            done = services.put_into_force(
                draft=draft, valid_from=form.cleaned_data["valid_from"], today=local_date(), by=user
            )
        except (InvalidInput, Refused) as error:
            show_on(form, error)
        else:
            messages.success(request, _("In force from %(day)s.") % {"day": vn_date(done.valid_from)})
            return redirect(_address(draft))
    context = {
        "title": _("Put the new wording into force"),
        "consequence": _(
            "From that day on acts are recorded under the new wording. "
            "What was recorded before keeps the wording of its day."
        ),
        "rows": [
            (_("Catalogue"), draft.catalogue.name_vi),
            (_("Version"), draft.number),
            (_("Origin of the text"), draft.origin),
            (_("Drafted by"), draft.drafted_by.full_name if draft.drafted_by else "–"),
        ],
        "form": form,
        "act_label": _("Put into force"),
        "back_url": _address(draft),
        "crumbs": _crumbs(draft),
    }
    return render(request, "components/confirm_page.html", context, status=422 if form.errors else 200)


@login_required
def discard(request: HttpRequest, code: str, number: int) -> HttpResponse:
    user = cast("User", request.user)
    draft = _draft(user, code, number, "discard")
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        services.discard(draft=draft, reason=form.cleaned_data["reason"], by=user)
        messages.success(request, _("The draft was put aside."))
        return redirect("catalogues:catalogue", code=code)
    context = {"form": form, "title": _("Put the draft aside"), "act": _("Put aside"), "back_url": _address(draft)}
    return _form_page(request, draft, context, form)


def _draft(user: User, code: str, number: int, act: str) -> CatalogueVersion:
    found = selectors.version_by_number(user, code, number)
    require(user, f"catalogue_version.{act}", found)
    return found


def _address(draft: CatalogueVersion) -> str:
    return reverse("catalogues:version", args=[draft.catalogue.code, draft.number])


def _crumbs(version: CatalogueVersion) -> list[tuple[str, str]]:
    return [
        (_("Catalogues of indicators"), reverse("catalogues:catalogues")),
        (_("Version %(number)s") % {"number": version.number}, _address(version)),
    ]


def _form_page(request: HttpRequest, draft: CatalogueVersion, context: dict[str, Any], form: Any) -> HttpResponse:
    context |= {"crumbs": _crumbs(draft)}
    return render(request, "directives/draft_form.html", context, status=422 if form.errors else 200)
