"""The pages that belong to no one feature: home, accessibility, privacy, health."""
