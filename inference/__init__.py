"""The model side of the house: requests in, numbered events out.

Knows no Django, users or database.
"""
