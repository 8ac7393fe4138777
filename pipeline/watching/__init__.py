"""The inbox that is watched: what is taken when, what becomes of it, what is told of it."""
