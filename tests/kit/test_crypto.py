import pytest
from flask import Flask

from directory.kit import crypto


def test_what_is_sealed_opens_for_its_purpose_only(lite: Flask) -> None:
    sealed = crypto.seal("zones", b"not near Luton")
    assert b"Luton" not in sealed
    assert crypto.unseal("zones", sealed) == b"not near Luton"
    with pytest.raises(crypto.Unreadable):
        crypto.unseal("totp", sealed)


def test_a_former_key_still_opens_and_a_new_one_seals(lite: Flask) -> None:
    sealed = crypto.seal("zones", b"x")
    former = lite.config["SECRETS"][0]
    lite.config["SECRETS"] = ["another secret of more than thirty-two characters", former]
    assert crypto.unseal("zones", sealed) == b"x"
    again = crypto.seal("zones", b"y")
    lite.config["SECRETS"] = ["another secret of more than thirty-two characters"]
    assert crypto.unseal("zones", again) == b"y"
    with pytest.raises(crypto.Unreadable):
        crypto.unseal("zones", sealed)
