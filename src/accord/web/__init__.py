"""The shared face: base templates, components, static files. It knows no app."""
