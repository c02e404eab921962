"""Signing in: the flows of django-allauth and django-axes with our words and policies; what need not be is not kept."""
