"""What core keeps of those who ask for what is not theirs."""

# Each actor fills at most so many rows of `AccessRefused` in any minute: enough to see what somebody tries,
# too few to fill the disk with. What is above is answered 404 like the rest, and not written down.
ACCESS_REFUSED_KEPT_A_MINUTE = 20
