"""Addresses of the chat pages."""

from django.urls import path

from chat import (
    demo,
    feedback_views,
    library_views,
    privacy_views,
    prompt_views,
    reference,
    temporary,
    views,
)
from chat.account import team_views
from chat.account import views as account
from chat.comparing import views as comparing
from chat.exporting import views as exporting
from chat.importing import views as importing
from chat.sharing import views as sharing

app_name = "chat"

urlpatterns = [
    path("", views.new_conversation, name="new"),
    path("teams/<uuid:team_id>/chat/", views.team, name="team"),
    path("c/<uuid:conversation_id>/", views.conversation, name="conversation"),
    path("c/<uuid:conversation_id>/rename/", views.rename, name="rename"),
    path("c/<uuid:conversation_id>/delete/", views.delete, name="delete"),
    path("c/<uuid:conversation_id>/settings/", views.configure, name="configure"),
    path("settings/check/", views.check_settings, name="check_settings"),
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
    path("teams/<uuid:team_id>/delete/", team_views.delete_team, name="delete_team"),
    path("settings/delete-account/", account.delete_account, name="delete_account"),
    path("settings/readers/", privacy_views.readers, name="readers"),
    path("c/<uuid:conversation_id>/report/", privacy_views.report, name="report"),
    path("settings/export.json", exporting.account, name="export_account"),
    path("settings/import/", importing.page, name="import"),
    path("settings/import/begin", importing.begin, name="import_begin"),
    path("settings/import/<uuid:import_id>/<int:number>", importing.part, name="import_part"),
    path("settings/import/<uuid:import_id>/finish", importing.finish, name="import_finish"),
    path("s/<str:token>", sharing.shared, name="shared"),
    path("s/<str:token>/fork", sharing.fork, name="fork"),
    path("settings/links/<uuid:link_id>/revoke/", sharing.revoke, name="revoke_link"),
    path("c/<uuid:conversation_id>/restore/", views.restore, name="restore"),
    path("c/<uuid:conversation_id>/pin/", library_views.pin, name="pin"),
    path("c/<uuid:conversation_id>/archive/", library_views.archive, name="archive"),
    path("c/<uuid:conversation_id>/folder/", library_views.move, name="move"),
    path("c/<uuid:conversation_id>/tags/", library_views.tags, name="tags"),
    path("conversations/", library_views.conversations, name="conversations"),
    path("archived/", library_views.archived, name="archived"),
    path("folders/", library_views.create_folder, name="create_folder"),
    path("folders/<uuid:folder_id>/rename/", library_views.rename_folder, name="rename_folder"),
    path("folders/<uuid:folder_id>/delete/", library_views.delete_folder, name="delete_folder"),
    path("prompts/", prompt_views.list_prompts, name="list_prompts"),
    path("settings/prompts/", prompt_views.prompts, name="prompts"),
    path("settings/prompts/<uuid:prompt_id>/", prompt_views.edit_prompt, name="edit_prompt"),
    path(
        "settings/prompts/<uuid:prompt_id>/delete/",
        prompt_views.delete_prompt,
        name="delete_prompt",
    ),
    path(
        "settings/prompts/<uuid:prompt_id>/restore/",
        prompt_views.restore_prompt,
        name="restore_prompt",
    ),
    path("feedback/<uuid:message_id>/", feedback_views.feedback, name="feedback"),
    path("search/", views.search, name="search"),
    path("api/docs", reference.page, name="reference"),
    path("compare/", comparing.ask, name="compare"),
    path("c/<uuid:conversation_id>/compare/", comparing.ask, name="compare_in"),
    path("compare/<uuid:generation_id>/", comparing.compared, name="compared"),
    path("compare/<uuid:generation_id>/keep/", comparing.keep, name="compare_keep"),
    path("compare/<uuid:generation_id>/again/", comparing.again, name="compare_again"),
    path("temporary/", temporary.page, name="temporary"),
    path("temporary/answer", temporary.answer, name="temporary_answer"),
    path("temporary/save", temporary.save, name="temporary_save"),
    path("demo/streaming", demo.page, name="demo"),
    path("demo/streaming/answer", demo.answer, name="demo_answer"),
]
