"""How bids are judged and what the law asks of a decision. Pure: no database, no clock."""
