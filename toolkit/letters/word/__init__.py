"""Word files: made from drafts, read back, shown as text, checked for accessibility."""
