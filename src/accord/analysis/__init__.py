"""Labelled tables in, typed results out; what an analyst imports."""
