"""Makers of the illustrative study, one module per kind of layer."""
