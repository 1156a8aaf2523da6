"""Routes of the web room: the choice of colours, and in development the gallery of components."""

from django.conf import settings
from django.urls import path

from foundation.web import gallery, views

app_name = "web"
urlpatterns = [path("theme/", views.set_theme, name="theme")]
if settings.DEBUG:
    urlpatterns += [path("gallery/", gallery.show, name="gallery"), path("gallery/<slug:kind>/", gallery.show_one)]
