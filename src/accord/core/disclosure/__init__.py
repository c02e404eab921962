"""Disclosure control: which figures of a picture may be shown."""
