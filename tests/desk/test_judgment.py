"""The page on which an agent sets rights: today's prefilled, what changes read before it stands."""

import re
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from family import changes
from family.models import Tie
from tests.factories.town import agent
from tests.workflows.test_judgment import ALL, Split

pytestmark = pytest.mark.django_db


@pytest.fixture
def split() -> Split:
    """A judgment to read."""
    return Split()


@pytest.fixture
def clerk(split: Split) -> Client:
    """An agent of the service that welcomes families."""
    client = Client()
    client.force_login(agent(split.case.service))
    return client


def address(split: Split) -> str:
    return reverse("desk:decide", args=[split.case.reference, "accept"])


def typed(split: Split, **more) -> dict:
    task = split.case.waits.get()
    return {
        **split.answers(father=["may_see", "pays"]),
        "task": task.pk,
        "act": str(uuid4()),
        **more,
    }


def hidden(page: str) -> dict[str, list[str]]:
    """What the page to confirm sends again."""
    form = page[page.index('class="deciding"') :]
    form = form[: form.index("</form>")]
    found: dict[str, list[str]] = {}
    for tag in re.findall(r"<input[^>]*>", form):
        name, value = (re.search(rf'{key}="([^"]*)"', tag) for key in ("name", "value"))
        if name and 'type="hidden"' in tag:
            found.setdefault(name[1], []).append(value[1] if value else "")
    return found


def test_the_form_shows_the_rights_of_today(split, clerk):
    Tie.objects.filter(adult=split.father).update(pays=False)
    page = clerk.get(address(split)).content.decode()
    boxes = re.findall(rf'<input[^>]*name="rights-{split.father.public_id}"[^>]*>', page)
    ticked = {re.search('value="([^"]*)"', box)[1] for box in boxes if "checked" in box}
    assert ticked == set(ALL) - {"pays"}


def test_what_changes_is_read_before_it_is_written(split, clerk):
    answer = clerk.post(address(split), typed(split))
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "Relisez avant de confirmer" in page
    assert "Bruno" in page and "vient chercher l’enfant" in page
    assert split.rights(split.father) == set(ALL)
    again = clerk.post(address(split), {**hidden(page), "act": str(uuid4())})
    assert again.status_code == 302
    assert split.rights(split.father) == {"may_see", "pays"}
    shown = clerk.get(reverse("desk:case", args=[split.case.reference])).content.decode()
    assert "Ce que le jugement fixe" in shown


def test_one_goes_back_to_correct_and_nothing_typed_is_lost(split, clerk):
    page = clerk.post(address(split), typed(split)).content.decode()
    back = clerk.post(address(split), {**hidden(page), "correct": "1"}).content.decode()
    boxes = re.findall(rf'<input[^>]*name="rights-{split.father.public_id}"[^>]*>', back)
    ticked = {re.search('value="([^"]*)"', box)[1] for box in boxes if "checked" in box}
    assert ticked == {"may_see", "pays"}
    assert split.rights(split.father) == set(ALL)


def test_rights_that_moved_since_the_reading_are_read_again(split, clerk):
    page = clerk.post(address(split), typed(split)).content.decode()
    tie = Tie.objects.get(adult=split.father)
    changes.set_tie_rights(user=None, tie=tie, may_collect=False)
    refused = clerk.post(address(split), {**hidden(page), "act": str(uuid4())})
    assert refused.status_code == 422
    assert "a changé entre-temps" in refused.content.decode()
    assert split.rights(split.father) == set(ALL) - {"may_collect"}


def test_errors_come_back_with_what_was_typed(split, clerk):
    form = typed(split) | {f"home-{split.away.public_id}": ["full"]}
    answer = clerk.post(address(split), form)
    assert answer.status_code == 422
    assert "aussi ailleurs" in answer.content.decode()


def test_who_gave_no_email_is_to_be_told_by_post(split, clerk):
    split.father.email = ""
    split.father.save()
    page = clerk.post(address(split), typed(split)).content.decode()
    assert "à prévenir par courrier" in page and "Bruno" in page
