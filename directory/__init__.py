"""Fairhaven: a directory of specialist provision for children, and the marketplace that commissions it.

The floors, from the ground up, are listed in pyproject.toml (import-linter); ``directory.web`` is the door.
"""
