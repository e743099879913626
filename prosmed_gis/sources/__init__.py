"""Getting files: hashes, registry, offline cache."""
