"""The JSON files that show how a round was computed, byte for byte, and their hashes. Pure."""

import hashlib
import json
from typing import Any


def file_of(value: Any) -> bytes:
    """The bytes of a JSON file; the same value gives the same bytes."""
    return (json.dumps(value, ensure_ascii=False, indent=2, sort_keys=True) + "\n").encode()


def digest(value: Any) -> str:
    """SHA-256 of a value as the JSON file that 방어 자료 holds."""
    return hashlib.sha256(file_of(value)).hexdigest()
