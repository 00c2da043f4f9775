"""What people keep of their searches: saved searches, shortlists, how the keyboard answers."""
