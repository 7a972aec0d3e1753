"""The control page: one visitor plays everyone outside, by hand or by script."""
