"""The addresses that belong to no app."""

from django.urls import path

from accord.web import views

app_name = "web"
urlpatterns = [
    path("language", views.language, name="language"),
    path("components", views.components, name="components"),
]
