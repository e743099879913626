"""Results to files; decides nothing."""
