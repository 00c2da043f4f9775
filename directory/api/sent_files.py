"""Files that programs send: named, in base64, inside the JSON of the request."""

import binascii
from base64 import b64decode
from io import BytesIO

from pydantic import Field

from directory.files import MOST_BYTES
from directory.kit.errors import Invalid
from directory.kit.understand import Given

LONGEST_NAME = 200
# base64 needs four characters for three bytes; the rest of the body needs little
MOST_JSON_BYTES_WITH_A_FILE = MOST_BYTES // 3 * 4 + 64 * 1024


class FileBody(Given):
    """A file as it is sent: its name says by its ending what it is."""

    name: str = Field(min_length=1, max_length=LONGEST_NAME, description="its name, with its ending, like rules.pdf")
    content: str = Field(min_length=1, description="what is in it, in base64")


def opened(sent: FileBody, *, field: str) -> BytesIO:
    """Give what is in a file. Raises Invalid for what is no base64; ``field`` says where the file stands."""
    try:
        return BytesIO(b64decode(sent.content, validate=True))
    except (binascii.Error, ValueError):
        raise Invalid.field(f"{field}.content", "Send the file in base64") from None
