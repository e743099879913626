"""The sheet of a site: one HTML page to print, without network."""
