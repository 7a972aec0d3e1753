"""The day's closing of every bank account: differences, their explanation, entries made by hand, as data."""
