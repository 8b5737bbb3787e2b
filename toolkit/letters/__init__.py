"""Letters: typed fields, compiled Word templates, proof, packs."""
