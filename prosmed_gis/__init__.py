"""Geographic targeting of cercles for the PROSMED rule-of-law programme in Mali."""

__version__ = "0.1.0"
