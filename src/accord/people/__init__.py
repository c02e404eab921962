"""Partnerships, their organisations, and the people who hold a seat in them."""
