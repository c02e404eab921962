"""The addresses of people and partnerships."""

from django.urls import path

from accord.people import views

app_name = "people"
urlpatterns = [
    path("", views.home, name="home"),
    path("sign-in", views.sign_in, name="sign-in"),
    path("sign-out", views.sign_out, name="sign-out"),
    path("partnerships/new", views.new_partnership, name="new-partnership"),
    path("p/<slug:slug>/", views.partnership, name="partnership"),
    path("p/<slug:slug>/people", views.people, name="people"),
]
