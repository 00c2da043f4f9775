"""Sealed answers to tenders: written, submitted, and opened by two officers after the deadline."""
