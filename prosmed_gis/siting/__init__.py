"""Pure: candidates and the multi-year plan."""
