from datetime import date, timedelta

LONGEST_EVIDENCE = 1000
LONGEST_REASON = 300
LONGEST_ASSURANCE_DAYS = 3 * 366
ENDS_SOON_DAYS = 30


def may_be_assured_until(until: date, today: date) -> str:
    """Give what is wrong with a date of assurance; empty when nothing is."""
    if until <= today:
        return "Enter a date after today"
    if until > today + timedelta(days=LONGEST_ASSURANCE_DAYS):
        return "Enter a date within the next 3 years: then it must be looked at again"
    return ""
