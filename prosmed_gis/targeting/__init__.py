"""Pure: criteria, value functions, aggregation, selection, firmness and reasons."""
