"""What is read of judging and deciding."""
