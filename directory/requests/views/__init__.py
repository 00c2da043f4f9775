"""The pages of placement requests, for the authority that makes them and for the providers that answer."""

from directory.requests.views import answering, drafting, listing, moving, screening
from directory.requests.views.blueprint import requests

__all__ = ["answering", "drafting", "listing", "moving", "requests", "screening"]
