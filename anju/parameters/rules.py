"""What the city settles: limits, periods, rates and texts, each from a day on, as data."""
