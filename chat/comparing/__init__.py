"""Two models answer one message at once, and the reader goes on with the reply they like better."""
