"""Templates: joined with their letterhead, checked, compiled, filled and proven."""
