"""A whole site in one file, and back again: `manage.py backup` and `manage.py restore`.

What is in it: the database, and the key that signs. What is in Redis can be made again.
"""
