"""Tariffs, mandates and their signatures, warnings of the highest price, prices to review."""

from billing.models.mandate import Mandate, Signature, SigningCode
from billing.models.price_review import PriceReview
from billing.models.tariffs import Tariff, TariffBand
from billing.models.warnings import QuotientWarning

__all__ = [
    "Mandate",
    "PriceReview",
    "QuotientWarning",
    "Signature",
    "SigningCode",
    "Tariff",
    "TariffBand",
]
