"""What authorities learn from what was not to be had: the ledger of unmet need, as numbers that point to no child."""
