"""The app."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """The shared face."""

    name = "accord.web"
