"""Keeping an installation running: its health, its figures, its backups."""
