"""From what was measured to a score: value functions, ceiling, weights, aggregation."""
