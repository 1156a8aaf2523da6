"""{% load kc %}: every component tag and filter of the pages, gathered from the files beside this one."""

from django import template

from foundation.web.templatetags import kc_figures, kc_forms, kc_lanes, kc_lists, kc_marks

register = template.Library()
for _part in (kc_marks, kc_forms, kc_lists, kc_figures, kc_lanes):
    register.tags.update(_part.register.tags)
    register.filters.update(_part.register.filters)
