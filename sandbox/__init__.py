"""The outside world as a separate program: nothing here is shared with the product."""
