"""The ground floor: what every feature stands on and none of the trade's own words."""
