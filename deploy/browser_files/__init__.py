"""The browser's files as they are sent: small, compressed, none joined with another."""
