"""Conversations: the page, the socket and the records of them. Asks inference, never runs it."""
