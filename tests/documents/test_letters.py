"""The town's letters: what they must say, in a PDF that everybody can read."""

import io
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from xml.etree import ElementTree

import pytest
import typst
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from documents import store
from documents.archive import keep_letter
from documents.inspection import inspect
from documents.letters import Paper, Recipient, Silence
from documents.letters.words import in_words
from documents.pdf import CERTAIN, FOLDER, render, write
from tests.documents.letters import acknowledgement, activation_key, decision
from tests.documents.reading import text_of
from tests.factories.family import one_family

LETTERS = {"acknowledgement": acknowledgement, "decision": decision, "key": activation_key}


@pytest.mark.parametrize("letter", LETTERS)
def test_a_letter_is_a_tagged_pdf_in_french(letter):
    made = write(LETTERS[letter]())
    assert made.startswith(b"%PDF-")
    assert b"/MarkInfo" in made
    assert b"/StructTreeRoot" in made
    assert b"/Lang(fr)" in made
    assert b"<pdfuaid:part>1</pdfuaid:part>" in made
    assert b"/DisplayDocTitle true" in made


@pytest.mark.parametrize("letter", LETTERS)
def test_a_letter_carries_its_own_fonts(letter):
    made = write(LETTERS[letter]())
    assert b"AtkinsonHyperlegibleNext-Regular" in made
    assert made.count(b"/FontFile2") >= 2


@pytest.mark.parametrize("letter", LETTERS)
def test_a_letter_names_the_service_and_how_to_reach_it(letter):
    said = text_of(write(LETTERS[letter]()))
    for words in (
        "Service enfance",
        "12 rue de la République",
        "03 44 00 00 12",
        "enfance@valmont.example",
        "Madame Marie-Éléonore N’Guyễn",
        "1er décembre 2026",
    ):
        assert words in said


@pytest.mark.parametrize("letter", LETTERS)
def test_what_the_town_writes_would_be_taken_back_as_a_document(letter):
    made = write(LETTERS[letter]())
    assert inspect(io.BytesIO(made)).content == made


def test_a_complete_request_accepted_by_silence_says_what_the_law_wants():
    said = text_of(write(acknowledgement()))
    for words in (
        "7F3K-9QZP",
        "24 novembre 2026 à 18 h 05",  # Paris time
        "Votre dossier est complet",
        "Carnet de vaccination",
        "le 24 janvier 2027",
        "acceptée",
        "L232-3",
        "Anne Lefèbvre",
        "a.lefebvre@valmont.example",
        "lundi, mardi",
    ):
        assert words in said
    assert "tribunal" not in said


def test_an_incomplete_request_refused_by_silence_says_what_is_missing_and_how_to_appeal():
    said = text_of(
        write(
            acknowledgement(
                missing=(
                    Paper(label="Attestation d’assurance", comment="2026", indispensable=True),
                    Paper(label="Attestation CAF ou MSA"),
                ),
                missing_by=date(2026, 12, 15),
                silence=Silence(
                    means="rejection",
                    months=4,
                    day=date(2027, 3, 24),
                    ground="article L231-4",
                ),
                channel="counter",
            )
        )
    )
    for words in (
        "au guichet, saisie par nos services",
        "Il manque 2 documents",
        "avant le 15 décembre 2026",
        "Attestation d’assurance : 2026 (indispensable",
        "Attestation CAF ou MSA",
        "24 mars 2027, 4 mois après",
        "refusée (article L231-4)",
        "s’arrête de courir",
        "L232-4",
        "2 mois à partir de ce refus",
        "recours gracieux",
        "Monsieur le Maire, 1 place de la Mairie",
        "tribunal administratif d’Amiens, 14 rue Lemerchier, 80011 Amiens Cedex 01",
        "www.telerecours.fr",
    ):
        assert words in said
    assert "complet :" not in said


def test_an_incomplete_request_accepted_by_silence_says_from_when_the_delay_runs():
    said = text_of(
        write(
            acknowledgement(
                missing=(Paper(label="Attestation d’assurance"),), missing_by=date(2026, 12, 15)
            )
        )
    )
    assert "Il manque un document. Envoyez-le avant le 15 décembre 2026" in said
    assert "commence le jour où nous avons reçu toutes les pièces demandées" in said


def test_missing_papers_go_with_a_day():
    with pytest.raises(ValueError, match="the day until which"):
        acknowledgement(missing=(Paper(label="Attestation"),))


def test_a_refusal_says_why_by_which_text_who_decided_and_how_to_appeal():
    said = text_of(write(decision()))
    for words in (
        "Votre demande est refusée",
        "Toutes les places du lundi sont prises.",
        "règlement intérieur, article 4",
        "Jean Œuvrard",
        "Adjoint au maire",
        "2 mois à partir du jour où vous recevez cette décision",
        "recours gracieux",
        "tribunal administratif d’Amiens",
    ):
        assert words in said


@pytest.mark.parametrize("outcome", ["refused", "waitlisted", "closed"])
@pytest.mark.parametrize("reasons", [(), ("  ",)])
def test_a_decision_that_is_not_an_acceptance_cannot_stand_without_reason(outcome, reasons):
    with pytest.raises(ValueError, match="says why"):
        decision(outcome=outcome, reasons=reasons)
    assert write(decision(outcome=outcome))


def test_an_acceptance_says_what_is_granted():
    said = text_of(
        write(
            decision(
                outcome="accepted",
                reasons=(),
                granted=(("Jours", "lundi, mardi"),),
                next_steps=("Venez le 4 janvier.",),
            )
        )
    )
    assert "Votre demande est acceptée" in said
    assert "lundi, mardi" in said
    assert "Venez le 4 janvier." in said


def test_the_key_is_written_and_drawn():
    letter = activation_key()
    said = text_of(write(letter))
    assert "7F3K-9QZP-M4TD-X2VB" in said
    assert "31 janvier 2027" in said
    assert "familles.valmont.example" in said
    assert ElementTree.fromstring(letter.qr).tag.endswith("svg")  # noqa: S314
    assert letter.link not in repr(letter)


def test_words_of_a_parent_never_become_markup():
    odd = '#emph[x] *y* $z^2$ \\ "q" <script> #image("/etc/passwd") // #eval("1") @a ~ `b` = t'
    said = text_of(write(acknowledgement(declared=((odd, odd),), child=odd)))
    assert said.count(odd) >= 2


@pytest.mark.parametrize(
    "text", ["😀", "李小龙", "\u202eabc", "a\x00b", "\ufeff", "\ue000", "👨‍👩‍👧", "\n\r\t"]
)
def test_a_sign_that_no_font_has_does_not_prevent_a_letter(text):
    letter = acknowledgement(declared=(("Remarque", f"avant {text} après Ünï"),))
    said = text_of(write(letter))
    assert "avant" in said
    assert "après Ünï" in said


def test_every_latin_letter_is_read_aloud_as_it_was_written():
    marked = [
        f"<{chr(c)}>" for c in sorted({*CERTAIN, *range(0x180, 0x250), *range(0x1E00, 0x1F00)})
    ]
    visible = [sign for sign in marked if not sign[1].isspace() and sign[1] != "\xad"]
    said = text_of(write(decision(reasons=(" ".join(visible),)))).replace(" ", "")
    assert [sign for sign in visible if sign not in said] == []


def test_a_vietnamese_name_does_not_change_the_other_letters():
    said = text_of(write(decision(child="Nguyễn Trần")))
    assert "Nguyễn Trần" in said
    assert "Si vous n’êtes pas d’accord" in said


@given(st.text(max_size=60))
@settings(max_examples=25, deadline=None)
def test_any_name_can_be_written_to(name):
    assert write(decision(recipient=Recipient(name=name, address=(name,)))).startswith(b"%PDF-")


def test_a_fault_in_a_template_is_not_hidden():
    with pytest.raises(typst.TypstError):
        render("decision", {"sender": {}})


def test_a_letter_sees_no_file_outside_its_folder():
    assert not [path for path in FOLDER.rglob("*.typ") if "read(" in path.read_text()]


def test_letters_are_written_in_milliseconds_and_by_several_threads_at_once():
    write(acknowledgement())
    began = time.process_time()
    with ThreadPoolExecutor(8) as threads:
        made = list(threads.map(lambda n: write(acknowledgement(child=f"Lina {n}")), range(40)))
    assert (time.process_time() - began) / 40 < 0.1
    assert all(f"Lina {n}" in text_of(letter) for n, letter in enumerate(made[:3]))


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (date(2026, 12, 1), "1er décembre 2026"),
        (date(2027, 8, 31), "31 août 2027"),
        (datetime(2027, 7, 1, 22, 4, tzinfo=UTC), "2 juillet 2027 à 0 h 04"),
    ],
)
def test_dates_are_said_in_french_whatever_the_language_of_the_page(value, words):
    with translation.override("en"):
        assert in_words(value).replace("\u00a0", " ") == words


def test_a_letter_cannot_say_what_is_not_words():
    with pytest.raises(TypeError, match="cannot say"):
        in_words(object())


@pytest.mark.django_db
def test_a_letter_is_kept_in_the_households_store():
    household, _, [child] = one_family()
    document = keep_letter(
        acknowledgement(), kind="acknowledgement", household=household, child=child
    )
    assert document.name == "Accusé de réception 7F3K-9QZP.pdf"
    assert document.content_type == "application/pdf"
    kept = b"".join(store.read(document.storage_key))
    assert "7F3K-9QZP" in text_of(kept)
