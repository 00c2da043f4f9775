"""The forms of judging and deciding."""
