"""Benchmarks: whole commands as a user runs them, and methods beside their peers."""
