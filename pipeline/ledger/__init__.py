"""What was seen in a watched inbox, what was made of it, by which program; so that nothing is lost or done twice."""
