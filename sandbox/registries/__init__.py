"""The registers that the product asks: titles of homes."""
