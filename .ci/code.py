"""Print the six-digit code that a demonstration account would read from its phone now."""

import json
import os
import sys
from pathlib import Path

import pyotp

INSTANCE = Path(os.environ.get("INSTANCE_PATH") or Path(__file__).resolve().parent.parent / "instance")


def main(email: str) -> int:
    """Look the account up among those of the demonstration."""
    accounts_path = INSTANCE / "demo-accounts.json"
    if not accounts_path.exists():
        print("There is no demonstration here yet: run make demo first.", file=sys.stderr)
        return 1
    secrets = {one["email"]: one["totp_secret"] for one in json.loads(accounts_path.read_text(encoding="utf-8"))}
    if not email or email not in secrets:
        print("Say whose code: make code EMAIL=...  One of:\n  " + "\n  ".join(sorted(secrets)), file=sys.stderr)
        return 1
    if not secrets[email]:
        print("This account signs in without a code.")
        return 0
    print(pyotp.TOTP(secrets[email]).now())
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1] if len(sys.argv) > 1 else ""))
