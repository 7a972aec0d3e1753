"""The launcher: what `make` runs. Until `scripts.environment` has run it needs Python alone."""
