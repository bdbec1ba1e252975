"""Measurements, as ratios within one run: these machines are shared. `make bench` runs them all."""
