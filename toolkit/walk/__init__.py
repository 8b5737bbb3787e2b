"""Every path of a procedure walked: which positions can be reached, and which holes there are."""
