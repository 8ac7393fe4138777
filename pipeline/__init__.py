"""Top floor: the way a dossier goes, from the inbox to the reviewer's sheet."""
