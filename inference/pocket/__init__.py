"""The bundled demonstration model: its corpus, its trainer, its score and its weights."""
