"""Run a disciplinary or authorisation procedure correctly."""
