"""Notes and tables of the pure rooms, said in French or English."""
