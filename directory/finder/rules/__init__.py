"""What a search may ask, as typed: pure."""
