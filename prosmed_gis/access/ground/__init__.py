"""What it costs to cross each metre of ground, by season, security and mode."""
