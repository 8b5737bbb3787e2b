"""Search over procedures is not there yet; this package is where it will live."""
