"""For all tests: the settings that must stand before anything imports torch are those of the product."""

import alexnet  # noqa: F401
