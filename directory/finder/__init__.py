"""The search pages: what was asked, what was found, why it matched and what to relax."""
