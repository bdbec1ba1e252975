"""The second factor: an app that makes codes, passkeys, and codes for the day both are lost."""
