"""Routes of the web room: the choice of colours, saved filters, and in development the gallery of components."""

from django.conf import settings
from django.urls import path

from foundation.web import gallery, saved_filter_views, views

app_name = "web"
urlpatterns = [
    path("theme/", views.set_theme, name="theme"),
    path("filters/", saved_filter_views.save, name="filter_save"),
    path("filters/<int:pk>/remove/", saved_filter_views.remove, name="filter_remove"),
]
if settings.DEBUG:
    urlpatterns += [path("gallery/", gallery.show, name="gallery"), path("gallery/<slug:kind>/", gallery.show_one)]
