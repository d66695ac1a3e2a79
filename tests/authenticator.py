"""A device with passkeys, written by hand: it signs what a portal asks, rightly or wrongly as a test says."""

import hashlib
import json
import os
import struct

import cbor2
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url

PRESENT, VERIFIED, ATTESTED = 0x01, 0x04, 0x40


class Device:
    """One ES256 key of one portal; `count` is sent with each signature, 0 by devices that do not count."""

    def __init__(self, host="localhost", origin="http://localhost:8000"):
        self.host, self.origin, self.count = host, origin, 0
        self.id = os.urandom(32)
        self.key = ec.generate_private_key(ec.SECP256R1())

    def data(self, flags, more=b""):
        return hashlib.sha256(self.host.encode()).digest() + struct.pack(">BI", flags, self.count) + more

    def client(self, kind, challenge):
        said = {"type": kind, "challenge": challenge, "origin": self.origin, "crossOrigin": False}
        return json.dumps(said).encode()

    def created(self, options, flags=PRESENT | VERIFIED, challenge=None):
        """The answer to `navigator.credentials.create`, as the script of the page sends it."""
        numbers = self.key.public_key().public_numbers()
        public = {1: 2, 3: -7, -1: 1, -2: numbers.x.to_bytes(32, "big"), -3: numbers.y.to_bytes(32, "big")}
        attested = b"\0" * 16 + struct.pack(">H", len(self.id)) + self.id + cbor2.dumps(public)
        made = {"fmt": "none", "attStmt": {}, "authData": self.data(flags | ATTESTED, attested)}
        client = self.client("webauthn.create", challenge or json.loads(options)["challenge"])
        return self.answer({"clientDataJSON": client, "attestationObject": cbor2.dumps(made)})

    def signed(self, options, flags=PRESENT | VERIFIED, challenge=None):
        """The answer to `navigator.credentials.get`."""
        data = self.data(flags)
        client = self.client("webauthn.get", challenge or json.loads(options)["challenge"])
        signature = self.key.sign(data + hashlib.sha256(client).digest(), ec.ECDSA(SHA256()))
        return self.answer({"clientDataJSON": client, "authenticatorData": data, "signature": signature})

    def answer(self, parts):
        encoded = {name: bytes_to_base64url(part) for name, part in parts.items()}
        own = bytes_to_base64url(self.id)
        return json.dumps({"id": own, "rawId": own, "type": "public-key", "response": encoded})


def altered(answer, part, at=-1):
    """The same answer with one byte of a part changed."""
    held = json.loads(answer)
    changed = bytearray(base64url_to_bytes(held["response"][part]))
    changed[at] ^= 1
    held["response"][part] = bytes_to_base64url(bytes(changed))
    return json.dumps(held)
