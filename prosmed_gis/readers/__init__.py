"""Source files to canonical layers: the only code that knows a source's spelling, encoding and driver."""
