"""Pictures of every page and state, for docs/screens/."""
