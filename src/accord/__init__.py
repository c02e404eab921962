"""Accord: trust, built on purpose."""

__version__ = "0.1.0"
