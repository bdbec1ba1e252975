"""How the administration does with many conversations."""
