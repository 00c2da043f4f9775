"""Money is whole pence; people read pounds."""

from decimal import Decimal, InvalidOperation

from directory.kit.errors import Invalid


def pounds(pence: int) -> str:
    """Give pence as people read them: ``123456`` as "£1,234.56", whole pounds without pence."""
    whole, rest = divmod(abs(pence), 100)
    sign = "-" if pence < 0 else ""
    return f"{sign}£{whole:,}.{rest:02d}" if rest else f"{sign}£{whole:,}"


def pence(text: str, *, field: str = "amount", most: int = 100_000_000_00) -> int:
    """Read "£1,234.56" as pence; raise Invalid where it is no amount, has parts of pennies, or exceeds ``most``."""
    try:
        amount = Decimal(text.strip().removeprefix("£").replace(",", "").strip()) * 100
    except InvalidOperation:
        raise Invalid.field(field, "Enter an amount in pounds, like 1,250 or 1,250.50") from None
    if not amount.is_finite() or amount != amount.to_integral_value() or not 0 <= amount <= most:
        raise Invalid.field(field, f"Enter an amount from £0 to {pounds(most)}, like 1,250 or 1,250.50")
    return int(amount)
