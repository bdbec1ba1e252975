"""The words of the site in other languages: found, brought up to date, compiled."""
