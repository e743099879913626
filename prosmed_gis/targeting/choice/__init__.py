"""The exact choice of N cercles: rules, ties, collisions, what each place costs, the list inside the list."""
