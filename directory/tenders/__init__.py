"""Tenders: notices with lots and criteria, from the first draft to the moment they close."""
