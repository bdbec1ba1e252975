"""Who is who: users, sign-up, sign-in. Knows no conversations."""
