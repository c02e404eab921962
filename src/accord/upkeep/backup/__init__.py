"""Backups: one file that holds the database and the data folder, complete to the moment that it states."""
