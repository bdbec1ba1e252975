"""`make run`: Redis, Daphne, the workers and beat as one thing that starts and stops.

Knows commands and ports, no views and no models.
"""
