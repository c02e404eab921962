"""Instruments as data."""
