"""The addresses for whoever, or whatever, looks after an installation."""

from django.urls import path

from accord.upkeep import views

app_name = "upkeep"
urlpatterns = [
    path("health/live", views.live, name="live"),
    path("health/ready", views.ready, name="ready"),
    path("metrics", views.metrics, name="metrics"),
]
