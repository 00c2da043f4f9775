"""What a procurement file is made of, what may be withheld from it and why. Pure: no database, no clock."""
