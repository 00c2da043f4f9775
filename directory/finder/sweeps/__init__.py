"""Sweeps: searching for confidential services in a way that no day's work explains. Counted, slowed down, told."""
