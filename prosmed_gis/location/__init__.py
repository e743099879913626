"""Pure: problems of location as mathematical programmes, and what proves their answers."""
