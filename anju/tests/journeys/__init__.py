"""Whole journeys on the whole stack: in a browser as people walk them, and through crashes at every step."""
