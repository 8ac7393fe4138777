"""Plans of targets and tasks: which unit hands in, which rows are its own, what its papers show done or reached."""
