"""What programs are told: their addresses, and each telling until it has arrived, as data."""
