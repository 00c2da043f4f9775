"""The demonstration: fictional organisations and roles, no persons, the same for the same seed."""
