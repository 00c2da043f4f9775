"""API v1: one blueprint, one module for each feature's routes. Bearer tokens only, so there is no CSRF."""

from apiflask import APIBlueprint

v1 = APIBlueprint("api", __name__, url_prefix="/api/v1")
