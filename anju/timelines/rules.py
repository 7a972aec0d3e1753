"""Search for anything, and the whole story of what was found, as data."""
