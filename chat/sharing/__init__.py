"""Showing others a conversation, by a link that can be taken back."""
