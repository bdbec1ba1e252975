"""What those who run the site look at: how much is used, what happens now, and what they
tell everybody."""
