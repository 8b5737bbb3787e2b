"""The folder of cases: each with where it stands and what is due; no screens in it."""
