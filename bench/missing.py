"""Why an engine is left out."""


class Missing(RuntimeError):
    """This engine is not installed, or would take too long to build."""
