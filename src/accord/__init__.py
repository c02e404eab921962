"""Accord: trust, built on purpose."""
