"""The app."""

from django.apps import AppConfig


class BoothConfig(AppConfig):
    """Invitations, tokens and sealed answers."""

    name = "accord.booth"
