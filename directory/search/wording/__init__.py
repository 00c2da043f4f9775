"""The words of the field that are found in each other's place, as the operator has them."""
