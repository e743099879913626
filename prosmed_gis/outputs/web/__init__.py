"""The offline interactive map."""
