"""What a framework is, who is in it and who may use it. Pure: no database, no clock."""
