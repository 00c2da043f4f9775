"""Holds, placements and missing episodes: a place taken, agreed, lived in and left."""
