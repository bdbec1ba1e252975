"""Addresses of operations for everybody; those for staff are in the administration."""

from __future__ import annotations

from django.urls import path

from operations import views

app_name = "operations"
urlpatterns = [
    path("announcements/", views.announcements, name="announcements"),
    path("announcements/<int:announcement_id>/dismiss/", views.dismiss, name="dismiss"),
]
