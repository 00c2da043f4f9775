"""Placement requests: what a child needs, screened, approved, matched, released in tiers, and answered by providers."""
