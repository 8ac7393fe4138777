"""One module a family of papers; each kind has at least three layouts with other label words."""
