"""Pure: methods of multi-criteria decision analysis on arrays."""
