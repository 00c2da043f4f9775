"""What is done to frameworks: establishing one, its members in and out, joining one that may be joined."""
