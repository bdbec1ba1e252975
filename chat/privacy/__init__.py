"""Who may read what others wrote, who did, and what must be kept. Knows no page and no form."""
