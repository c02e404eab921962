"""Rounds: what was asked, what was answered, and the picture it makes."""
