"""Programs around the package: benchmarks and the illustrative study."""
