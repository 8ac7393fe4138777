"""How good the drafts are, measured: on real papers with hand-read truth, and on the sample dossiers."""
