"""What is typed into the finder."""
