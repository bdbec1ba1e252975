"""Sets of rated replies to judge models by, and runs of them on other models."""
