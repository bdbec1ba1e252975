"""A person's own settings, and leaving."""
