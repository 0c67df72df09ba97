"""Who signs the badges, for whoever checks one: keys, as a DID document and as a set."""

from __future__ import annotations

from typing import Any

from .addresses import issuer_id


def key_set() -> dict[str, Any]:
    """A JSON Web Key Set (RFC 7517); empty where no key is known."""
    from .keys import known_keys  # noqa: PLC0415 -- heavy

    return {"keys": known_keys()}


def did_document() -> dict[str, Any]:
    """The same as the document of a did:web, today's key first."""
    office = issuer_id()
    methods = [
        {
            "id": f"{office}#{key['kid']}",
            "type": "JsonWebKey",
            "controller": office,
            "publicKeyJwk": key,
        }
        for key in key_set()["keys"]
    ]
    return {
        "@context": [
            "https://www.w3.org/ns/did/v1",
            "https://w3id.org/security/jwk/v1",
        ],
        "id": office,
        "verificationMethod": methods,
        "assertionMethod": [method["id"] for method in methods],
    }
