"""What the layers are: schemas, enums, names and texts. No file, network or plot."""
