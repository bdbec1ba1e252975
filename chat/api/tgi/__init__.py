"""The routes of Hugging Face's Text Generation Inference."""
