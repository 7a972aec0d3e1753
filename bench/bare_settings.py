"""The product's settings, and the bare view beside its pages."""

from config.settings import *  # noqa: F403

ROOT_URLCONF = "bench.bare"
