"""The respondents' addresses. A code never stands in one."""

from django.urls import path

from accord.booth import views

app_name = "booth"
urlpatterns = [
    path("a/<slug:door>", views.door, name="door"),
    path("a/<slug:door>/shared", views.shared, name="shared"),
    path("a/<slug:door>/plain", views.plain, name="plain"),
    path("a/<slug:door>/look", views.look, name="look"),
    path("a/<slug:door>/admit", views.admit, name="admit"),
    path("a/<slug:door>/answer", views.answer, name="answer"),
]
