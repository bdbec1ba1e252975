"""Teams: making one, who is in it and in which role, inviting, joining and leaving."""
