"""Addresses of the chat pages."""

from django.urls import path

from chat import demo, reference, views

app_name = "chat"

urlpatterns = [
    path("", views.new_conversation, name="new"),
    path("c/<uuid:conversation_id>/", views.conversation, name="conversation"),
    path("c/<uuid:conversation_id>/rename/", views.rename, name="rename"),
    path("c/<uuid:conversation_id>/delete/", views.delete, name="delete"),
    path("conversations/", views.conversations, name="conversations"),
    path("search/", views.search, name="search"),
    path("api/docs", reference.page, name="reference"),
    path("demo/streaming", demo.page, name="demo"),
    path("demo/streaming/answer", demo.answer, name="demo_answer"),
]
