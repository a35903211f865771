"""How a form comes out: help before the field, the error beside it and in the summary."""

from __future__ import annotations

import re

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.datastructures import MultiValueDict

from look.forms import PaperInput
from look.samples import SampleForm


def test_help_comes_before_the_field_and_describes_it() -> None:
    html = str(SampleForm())
    assert html.index('id="id_email_helptext"') < html.index('id="id_email"')
    assert (
        re.search(r'<input[^>]*id="id_email"[^>]*>', html).group().count("id_email_helptext") == 1
    )


def test_a_form_without_fault_has_no_summary() -> None:
    assert "error-summary" not in str(SampleForm())


def test_each_error_is_in_the_summary_with_a_link_to_its_field() -> None:
    html = str(SampleForm({}))
    targets = re.findall(r'<a\s+href="#([^"]+)"\s*>', html)
    assert targets == ["id_days_0", "id_meal_0", "id_start", "id_email", "id_school", "id_true"]
    assert [target for target in targets if f'id="{target}"' not in html] == []


def test_each_error_is_beside_its_field_and_describes_it() -> None:
    html = str(SampleForm({}))
    field = re.search(r'<input[^>]*id="id_email"[^>]*>', html).group()
    assert 'aria-invalid="true"' in field
    assert "id_email_error" in field
    assert html.count('id="id_email_error"') == 1


def test_an_optional_field_says_so_and_a_required_one_does_not() -> None:
    html = str(SampleForm())
    assert html.count("(facultatif)") == sum(
        not f.required for f in SampleForm.base_fields.values()
    )


def test_a_choice_is_a_group_with_its_question_as_legend() -> None:
    html = str(SampleForm())
    assert re.findall(r"<legend>\s*(.+?)\s*</legend>", html) == [
        "Quels jours\u00a0?",
        "Quel repas\u00a0?",
    ]


def test_the_paper_comes_from_the_chooser_or_from_the_camera() -> None:
    html = PaperInput().render("proof", None, {"id": "id_proof"})
    assert html.count('type="file"') == html.count('name="proof"') == 2
    assert html.count('capture="environment"') == 1
    photo = SimpleUploadedFile("photo.jpg", b"x")
    assert (
        PaperInput().value_from_datadict({}, MultiValueDict({"proof": [photo]}), "proof") is photo
    )
