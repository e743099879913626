"""Pure: friction, travel time and coverage of people."""
