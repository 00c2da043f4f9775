"""What a bid is made of and what makes it whole. Pure: no database, no clock."""
