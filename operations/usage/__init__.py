"""How much was used: counted once, added up by day, told as tables."""
