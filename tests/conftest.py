"""Settings of all tests."""

from __future__ import annotations

import os

from hypothesis import settings

# In CI the same cases every time, so that a change is judged by what it changes; elsewhere new ones.
settings.register_profile("ci", derandomize=True, deadline=None, print_blob=True)
settings.register_profile("look", deadline=None, print_blob=True)
settings.load_profile("ci" if os.environ.get("CI") else "look")
