"""Bringing conversations along: our own files, and those of other chats.

upload → reading (JSON, piece by piece, within limits) → formats (whose file it is) → trees (whether
it holds together) → chat.copies.
"""
