"""The record: an append-only, hash-chained table of who did what, and proof of the rows it concerned."""
