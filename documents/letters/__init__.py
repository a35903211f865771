"""The town's letters: for each, what it says (a dataclass) and how it looks (a Typst file).

pdf = documents.pdf.write(Acknowledgement(sender=Sender.of(service, town="…"), …))
"""

from documents.letters.acknowledgement import Acknowledgement, Paper, Silence
from documents.letters.activation_key import ActivationKey
from documents.letters.decision import Decision, Signatory
from documents.letters.parts import Agent, Appeal, Letter, Recipient, Sender

__all__ = [
    "Acknowledgement",
    "ActivationKey",
    "Agent",
    "Appeal",
    "Decision",
    "Letter",
    "Paper",
    "Recipient",
    "Sender",
    "Signatory",
    "Silence",
]
