"""Communes inside the selected cercles: where to start."""
