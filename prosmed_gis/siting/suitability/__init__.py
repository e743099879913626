"""Pure: ranked points for a building inside a town's surroundings."""
