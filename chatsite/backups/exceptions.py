"""What keeps a backup from being made, or from being used."""


class BackupError(Exception):
    """In words for whoever typed the command."""
