"""A postal address as people type it, read as a number and a street."""

import re
import unicodedata

# « 12 bis, rue des Tanneurs »: the number, its repetition, the street.
WRITTEN = re.compile(
    r"^\s*(?P<number>\d{1,4})?\s*(?:(?:bis|ter|quater|[a-d])\b)?[\s,]*(?P<street>.*)$"
)
SHORT = {"av": "avenue", "bd": "boulevard", "ch": "chemin", "imp": "impasse", "pl": "place"}
SHORT |= {"r": "rue", "all": "allee", "sq": "square", "st": "saint", "ste": "sainte"}


def street_key(street: str) -> str:
    """The street as it is compared: small letters, no accent, no sign, no abbreviation."""
    plain = unicodedata.normalize("NFKD", street.lower())
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    words = re.findall(r"[a-z0-9]+", plain)
    return " ".join(SHORT.get(word, word) for word in words)


def number_and_street(address: str) -> tuple[int | None, str]:
    """`12 bis rue des Tanneurs` → 12, `rue des tanneurs`, the street as a key."""
    found = WRITTEN.match(address.lower())
    if found is None:
        return None, street_key(address)
    number = found["number"]
    return int(number) if number else None, street_key(found["street"])
