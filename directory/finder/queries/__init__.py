"""What is found, as far as the actor may see."""
