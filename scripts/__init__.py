"""The launcher: what `make` runs. It needs Python alone until `scripts.environment` has made the rest."""
