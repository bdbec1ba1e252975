"""The HTTP API for programs: OpenAI's, and our own of generations.

`answering` and `running` carry all routes; each family of clients has a folder with what it says
and what it is told.
"""
