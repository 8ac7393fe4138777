"""Ground floor: pages in, evidence out. What kind of paper is this, what does it say, and where."""
