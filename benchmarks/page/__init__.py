"""What the chat page costs its reader: `python -m benchmarks.page`."""
