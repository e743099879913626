"""Two runs compared: who entered and left, and why."""
