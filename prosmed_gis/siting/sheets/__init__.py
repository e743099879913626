"""Pure: what the sheet of a site says."""
