"""Money whose owner has not come for it, as data."""
