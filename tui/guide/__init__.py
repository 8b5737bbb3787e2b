"""The guided lookup: one question at a time, and the answer so far; no screens in it."""
