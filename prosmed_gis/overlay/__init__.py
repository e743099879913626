"""Pure: events, people, facilities and partners brought onto cercles and communes."""
