"""The app."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """The record."""

    name = "accord.audit"
