"""Draws invented applicants' papers from plain data. Imports nothing of the product."""
