"""A page for the clerk, served on this machine alone: it calls what the command line calls."""
