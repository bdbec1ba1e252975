"""Reviewing what is in the queue: who may, who takes what, labels, notes and agreement. Translates
nothing; the administration does."""
