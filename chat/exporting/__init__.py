"""Taking one's conversations, or all that an account owns, away as files."""
