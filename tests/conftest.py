"""What every test shares."""

from hypothesis import settings

# No test depends on how busy the machine is, or on luck.
settings.register_profile("attune", deadline=None, derandomize=True)
settings.load_profile("attune")
