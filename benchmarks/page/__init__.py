"""What the chat page costs its reader: frames, the main thread, bytes. `python -m benchmarks.page`."""
