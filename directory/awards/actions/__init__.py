"""What is done to judge bids and to decide."""
