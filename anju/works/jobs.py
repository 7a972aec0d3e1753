"""What the clock does with withdrawals."""
