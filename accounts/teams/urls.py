"""Addresses of teams. Deleting one is with what deletes conversations: chat.account."""

from django.urls import path

from accounts.teams import joining, views

app_name = "teams"

urlpatterns = [
    path("", views.list_teams, name="list"),
    path("join/", joining.confirm, name="confirm"),
    path("join/<str:token>/", joining.join, name="join"),
    path("<uuid:team_id>/", views.team, name="team"),
    path("<uuid:team_id>/settings/", views.configure, name="settings"),
    path("<uuid:team_id>/leave/", views.leave, name="leave"),
    path("<uuid:team_id>/invite/", views.invite, name="invite"),
    path(
        "<uuid:team_id>/invitations/<uuid:invitation_id>/revoke/",
        views.revoke,
        name="revoke_invitation",
    ),
    path("<uuid:team_id>/members/<int:membership_id>/role/", views.change_role, name="role"),
    path("<uuid:team_id>/members/<int:membership_id>/remove/", views.remove, name="remove"),
]
