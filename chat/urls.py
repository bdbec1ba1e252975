"""Addresses of the chat pages."""

from django.urls import path

from chat import demo, reference, temporary, views
from chat.account import views as account
from chat.exporting import views as exporting
from chat.importing import views as importing
from chat.sharing import views as sharing

app_name = "chat"

urlpatterns = [
    path("", views.new_conversation, name="new"),
    path("c/<uuid:conversation_id>/", views.conversation, name="conversation"),
    path("c/<uuid:conversation_id>/rename/", views.rename, name="rename"),
    path("c/<uuid:conversation_id>/delete/", views.delete, name="delete"),
    path("c/<uuid:conversation_id>/share/", sharing.share, name="share"),
    path("c/<uuid:conversation_id>/duplicate/", sharing.duplicate, name="duplicate"),
    path(
        "c/<uuid:conversation_id>/export.md",
        exporting.conversation,
        {"form": "md"},
        name="export_markdown",
    ),
    path(
        "c/<uuid:conversation_id>/export.json",
        exporting.conversation,
        {"form": "json"},
        name="export_json",
    ),
    path("settings/", account.SettingsView.as_view(), name="settings"),
    path("settings/delete-conversations/", account.delete_conversations, name="delete_all"),
    path("settings/delete-account/", account.delete_account, name="delete_account"),
    path("settings/export.json", exporting.account, name="export_account"),
    path("settings/import/", importing.page, name="import"),
    path("settings/import/begin", importing.begin, name="import_begin"),
    path("settings/import/<uuid:import_id>/<int:number>", importing.part, name="import_part"),
    path("settings/import/<uuid:import_id>/finish", importing.finish, name="import_finish"),
    path("s/<str:token>", sharing.shared, name="shared"),
    path("s/<str:token>/fork", sharing.fork, name="fork"),
    path("settings/links/<uuid:link_id>/revoke/", sharing.revoke, name="revoke_link"),
    path("conversations/", views.conversations, name="conversations"),
    path("api/docs", reference.page, name="reference"),
    path("temporary/", temporary.page, name="temporary"),
    path("temporary/answer", temporary.answer, name="temporary_answer"),
    path("temporary/save", temporary.save, name="temporary_save"),
    path("demo/streaming", demo.page, name="demo"),
    path("demo/streaming/answer", demo.answer, name="demo_answer"),
]
