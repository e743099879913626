"""Pure: indicators, progress, delay and forecast."""
