"""Frameworks: who may be bought from without a new competition, by whom, in which lot.

Written by awards, read by requests and tenders.
"""
