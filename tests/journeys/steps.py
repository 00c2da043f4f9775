"""Steps that several journeys share."""

from tests import make
from tests.journeys.hands import Hands


def sign_in(hands: Hands, email: str, *, second_factor: bool) -> None:
    """Sign in by the form: a wrong password first, then the right one, and the code where one is asked for."""
    hands.open("/sign-in")
    hands.type("Email address", email)
    hands.type("Password", "not the right words")
    hands.press("Sign in")
    assert hands.errors()
    assert hands.page.get_by_label("Email address").input_value() == email
    hands.type("Password", make.PASSWORD)
    hands.press("Sign in")
    if second_factor:
        hands.type("Security code", make.code())
        hands.press("Continue")
    assert hands.heading() == "What needs you now"
