"""Tariffs, mandates and their signatures, warnings of the highest price."""

from billing.models.mandate import Mandate, Signature, SigningCode
from billing.models.tariffs import Tariff, TariffBand
from billing.models.warnings import QuotientWarning

__all__ = ["Mandate", "QuotientWarning", "Signature", "SigningCode", "Tariff", "TariffBand"]
