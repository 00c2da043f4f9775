"""What nobody should send, and somebody will."""

from hypothesis import strategies as st

ODD = (
    "\0",
    "a\0b",
    "\x01\x02\x1b[31m\x7f",
    "\r\nSet-Cookie: a=b",
    "x" * 10_000,
    "9" * 400,
    "-1",
    "0",
    "1e309",
    "NaN",
    "-inf",
    "9223372036854775808",
    "٣",
    "½",
    "²",
    "9999-12-31",
    "0000-00-00",
    "31/02/2026",
    "🙂" * 50,
    "\u202eabc",
    "e\u0301" * 100,
    "\ufeff",
    "ß" * 300,
    "' OR 1=1 --",
    "<script>alert(1)</script>",
    "{{7*7}}",
    "%",
    "*" * 300,
    "(((((((((",
    '"',
    "a AND OR NOT b",
    "near:" * 100,
    "../../etc/passwd",
    "[]",
    "null",
    "true",
    "51.5,-0.1",
    "999,999",
    "LS1",
)
# written into the address as they are: bytes that are no UTF-8, and escapes that are none
RAW = ("%ff%fe", "%C0%80", "%ED%A0%80", "%zz", "%")
values = st.sampled_from(ODD) | st.text(max_size=60).filter(lambda text: text.isprintable() or "\0" in text)
