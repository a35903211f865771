"""The keyboard a phone shows and what a browser fills in, for each thing a family is asked."""

_NAME = {"autocapitalize": "words", "spellcheck": "false"}
_CODE = {"autocapitalize": "off", "spellcheck": "false"}

_FILL: dict[str, dict[str, str]] = {
    "surname": {"autocomplete": "family-name", **_NAME},
    "first_name": {"autocomplete": "given-name", **_NAME},
    "email": {"autocomplete": "email", "inputmode": "email", **_CODE},
    "phone": {"autocomplete": "tel", "inputmode": "tel"},
    "street": {"autocomplete": "address-line1"},
    "street_more": {"autocomplete": "address-line2"},
    "postcode": {"autocomplete": "postal-code", "inputmode": "numeric"},
    "city": {"autocomplete": "address-level2", **_NAME},
    "identifier": {"autocomplete": "username", **_CODE},
    "password": {"autocomplete": "current-password"},
    "new_password": {"autocomplete": "new-password"},
    "one_time_code": {"autocomplete": "one-time-code", "inputmode": "numeric"},
    "iban": {"autocomplete": "off", **_CODE},
    "birthday": {"autocomplete": "bday"},
    # of somebody else than the person who types: the browser must not offer the typist's own
    "other_surname": {"autocomplete": "off", **_NAME},
    "other_first_name": {"autocomplete": "off", **_NAME},
    "other_phone": {"autocomplete": "off", "inputmode": "tel"},
    "other_date": {"autocomplete": "off"},
    "number": {"autocomplete": "off", "inputmode": "numeric"},
    "amount": {"autocomplete": "off", "inputmode": "decimal"},
}


def fill(kind: str, **more: str) -> dict[str, str]:
    """The attributes of an input that asks for `kind`, to pass as a widget's `attrs`."""
    return {**_FILL[kind], **more}
