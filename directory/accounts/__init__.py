"""People: who they are, how they sign in, and what their tokens may do."""
