"""Both terminal faces of the toolkit; so far the command line."""
