"""The way to a respondent: who may answer is checked by name, what they answer is kept without it."""
