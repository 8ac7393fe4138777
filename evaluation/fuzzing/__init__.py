"""Good files with known values, what may happen to them, and what must then hold: see `evaluation.fuzz`."""
