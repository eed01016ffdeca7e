"""Endpoints about people."""

from apps.accounts.api import pictures, profile
from apps.core.rest.routes import routes

urlpatterns = routes(
    ("profile", profile.Profile),
    ("profile/picture", pictures.OwnPicture),
    ("people/<int:key>/picture", pictures.Picture),
)
