"""Providers' services, their claims, published areas and capacity."""
