"""Authorities, providers and the operator of this site."""
