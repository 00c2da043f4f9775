"""From opened bids to a contract: scores, moderation, decision, standstill, contract."""
