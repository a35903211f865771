"""« Réglages »: a démarche is set section by section, looked at before, published as a version."""

import re
from datetime import datetime

import pytest
from django.contrib.messages import get_messages
from django.test import Client

from accounts.models import User
from cases.models import Case, SettingsVersion
from tests.factories import enrolment
from tests.factories.accounts import UserFactory
from tests.factories.town import FacilityFactory, ServiceFactory, agent
from town.working_time import PARIS
from workflows.engine.procedure import registry
from workflows.engine.settings import procedure_in_force, procedure_of, save_settings

pytestmark = pytest.mark.django_db
LIST = "/pilotage/reglages/"
PAGE = LIST + "inscription/"
TUESDAY = datetime(2026, 11, 24, 10, tzinfo=PARIS)


@pytest.fixture(autouse=True)
def clock(time_machine):
    time_machine.move_to(TUESDAY, tick=False)
    return time_machine


@pytest.fixture
def ines(db) -> User:
    return UserFactory(administrator=True, first_name="Inès", last_name="Caron")


@pytest.fixture
def admin(ines: User) -> Client:
    """An administrator's browser."""
    return browser_of(ines)


def browser_of(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="accounts.backends.IdentifierOrEmail")
    return client


def text(answer) -> str:
    return answer.content.decode()


def told(answer) -> str:
    return " ".join(str(message) for message in get_messages(answer.wsgi_request))


def filled(client: Client, section: str, slug: str = "inscription", **typed) -> dict:
    """What a browser would send of a section's form: all its fields, some changed."""
    form = client.get(f"{LIST}{slug}/{section}/").context["form"]
    sent = {"seen": str(form.number)}
    for field in form:
        value = typed.pop(field.name) if field.name in typed else field.value()
        if value is True:
            sent[field.html_name] = "on"
        elif value not in (None, False, ""):
            sent[field.html_name] = str(value)
    assert typed == {}, "no such field"
    return sent


def looked_at(client: Client, section: str, slug: str = "inscription", **typed):
    """The page before publishing."""
    answer = client.post(f"{LIST}{slug}/{section}/", filled(client, section, slug, **typed))
    assert answer.status_code == 200, answer.context["form"].errors
    return answer


def hidden(answer, name: str) -> str:
    return re.search(rf'name="{name}" value="([^"]*)"', text(answer))[1]


def publish(client: Client, answer, note: str = "Vœu du conseil", slug: str = "inscription"):
    """Press « Publier » on that page."""
    sent = {"proposed": hidden(answer, "proposed"), "note": note}
    return client.post(f"{LIST}{slug}/publier/", sent)


def changed(answer) -> dict[str, tuple[str, str]]:
    """What the page before publishing tells, by its label."""
    return {
        str(change.label): (change.before, change.after)
        for part in answer.context["changes"]
        for change in part["changes"]
    }


def test_the_list_says_of_each_whether_it_is_open_which_version_and_who(admin, ines):
    assert "Comme à l’origine" in text(admin.get(LIST))
    enrolment.request(ServiceFactory())
    save_settings(
        "inscription", {"open": [["2027-03-03", "2027-05-01"]]}, after=0, by=ines, note="x"
    )
    shown = text(admin.get(LIST))
    for said in ("Version", "Inès Caron", "1 demande en cours"):
        assert said in shown
    assert "Fermée, ouvre mercredi 3\u00a0mars 2027" in shown
    assert shown.count("row__title") == len(list(registry))


def test_the_list_costs_few_queries(admin, ines, django_assert_max_num_queries):
    for slug in ("inscription", "sante", "pai"):
        save_settings(slug, {"sla_days": 3}, after=0, by=ines, note="x")
    with django_assert_max_num_queries(7):
        admin.get(LIST)


@pytest.mark.parametrize("slug", list(registry.procedures))
def test_every_demarche_has_its_page_and_each_of_its_sections_its_form(admin, slug):
    FacilityFactory()
    page = admin.get(f"{LIST}{slug}/")
    assert page.status_code == 200
    for row in page.context["sections"]:
        section = row["section"].slug
        assert row["facts"] or section == "documents"
        assert admin.get(f"{LIST}{slug}/{section}/").status_code == 200
        sent = admin.post(f"{LIST}{slug}/{section}/", filled(admin, section, slug))
        assert sent.status_code == 422, section
        assert "Rien n’a changé" in text(sent), section


@pytest.mark.parametrize("address", ["nulle-part/", "inscription/nulle-part/"])
def test_what_does_not_exist_is_not_found(admin, address):
    assert admin.get(LIST + address).status_code == 404


def test_a_change_is_looked_at_before_it_is_published(admin):
    case = enrolment.request(ServiceFactory())
    seen = looked_at(admin, "delais", sla_days="6", days_check="0,5")
    assert changed(seen) == {
        "Réponse promise en": ("10 jours ouvrés", "6 jours ouvrés"),
        "Étape «\u00a0Vérifier le dossier\u00a0»": ("5 jours ouvrés", "0,5 jour ouvré"),
    }
    assert "1 demande en cours garde la version" in text(seen)
    assert not SettingsVersion.objects.exists()
    done = publish(admin, seen)
    assert done["Location"] == PAGE
    version = SettingsVersion.objects.get()
    assert (version.number, version.values, version.note) == (
        1,
        {"sla_days": 6, "days": {"check": 0.5}},
        "Vœu du conseil",
    )
    case.refresh_from_db()
    assert procedure_of(case).sla_days == 10, "a case under way keeps its own"


def test_the_preview_shows_the_page_as_families_will_see_it(admin):
    seen = looked_at(
        admin,
        "textes",
        title="Inscrire mon enfant",
        summary="Tout neuf.",
        prepare="un stylo\nun <3",
    )
    shown = text(seen)
    page = shown[shown.index("seen-page") :]
    assert "Inscrire mon enfant" in page and "Tout neuf." in page
    assert "<li>un stylo</li><li>un &lt;3</li>" in page


@pytest.mark.parametrize(
    ("section", "typed", "said"),
    [
        ("ouverture", {"first_0": "2027-03-03"}, "Dites quel jour cette période finit."),
        ("ouverture", {"last_0": "2027-03-03"}, "Dites quel jour cette période commence."),
        ("ouverture", {"first_0": "bientôt"}, "Écrivez une date"),
        (
            "ouverture",
            {"first_0": "2027-03-03", "last_0": "2027-01-01"},
            "finit avant de commencer",
        ),
        (
            "ouverture",
            {
                "first_0": "2027-03-03",
                "last_0": "2027-05-01",
                "first_1": "2027-05-01",
                "last_1": "2027-06-01",
            },
            "en croise une autre",
        ),
        ("documents", {"why_address": ""}, "Dites à quoi sert ce document"),
        ("documents", {"why_address": "<b>Vite</b>"}, "sans balises"),
        ("documents", {"why_address": "x" * 201}, "200"),
        ("documents", {"new_kind": "identity"}, "Dites à quoi sert ce document"),
        ("documents", {"new_why": "Pour voir."}, "Choisissez le document"),
        ("documents", {"new_kind": "vaccines", "new_why": "Pour voir."}, "vaccines"),
        ("delais", {"sla_days": "0"}, "nombre entier de jours"),
        ("delais", {"sla_days": "dix"}, "nombre entier de jours"),
        ("delais", {"sla_days": "41"}, "après 2 mois sans réponse"),
        ("delais", {"days_check": ""}, "entre 0,5 et 120"),
        ("delais", {"days_missing": "1,5"}, "nombre entier"),
        ("motifs", {"label_age": ""}, "Écrivez ce motif"),
        (
            "motifs",
            dict.fromkeys(
                [f"kept_{reason.code}" for reason in registry["inscription"].reasons], False
            ),
            "Gardez au moins un motif",
        ),
        ("textes", {"title": ""}, "Écrivez ce texte"),
        ("textes", {"summary": "<script>alert(1)</script>"}, "sans balises"),
        ("textes", {"prepare": "\n".join("abcdefghijklm")}, "Douze lignes"),
        ("textes", {"prepare": "x" * 201}, "200 caractères"),
    ],
)
def test_a_mistake_is_told_beside_its_field_and_nothing_typed_is_lost(admin, section, typed, said):
    sent = filled(admin, section, **typed)
    answer = admin.post(f"{PAGE}{section}/", sent)
    assert answer.status_code == 422
    assert said in text(answer)
    form = answer.context["form"]
    assert {k: v for k, v in form.data.items() if k != "csrfmiddlewaretoken"} == sent
    assert not SettingsVersion.objects.exists()


def test_a_note_is_needed_and_the_change_waits_for_it(admin):
    seen = looked_at(admin, "delais", sla_days="5")
    wrong = publish(admin, seen, note="  ")
    assert wrong.status_code == 422
    assert "Dites pourquoi" in text(wrong)
    assert publish(admin, wrong, note="x" * 301).status_code == 422
    assert publish(admin, wrong).status_code == 302
    assert SettingsVersion.objects.get().values == {"sla_days": 5}


def test_corriger_gives_the_form_back_as_it_was_typed(admin):
    sent = filled(admin, "delais", sla_days="5")
    answer = admin.post(f"{PAGE}delais/", sent | {"corriger": "1"})
    assert answer.status_code == 200
    assert answer.context["form"]["sla_days"].value() == "5"


def test_documents_are_added_dropped_and_made_indispensable(admin):
    seen = looked_at(
        admin,
        "documents",
        asked_insurance=False,
        blocking_address=True,
        new_kind="identity",
        new_why="Pour savoir qui vous êtes.",
    )
    assert changed(seen)["Attestation d’assurance"][1] == "pas demandé"
    publish(admin, seen)
    case = enrolment.request(ServiceFactory())
    assert dict(case.pieces.values_list("kind", "blocking")) == {"address": True, "identity": False}
    dropped = looked_at(admin, "documents", asked_identity=False)
    publish(admin, dropped)
    assert set(SettingsVersion.objects.get(number=2).values["papers"]) == {"insurance", "address"}


def test_a_reason_is_reworded_left_out_and_added_under_a_code_of_its_own(admin):
    seen = looked_at(
        admin,
        "motifs",
        kept_debt=False,
        label_age="L’enfant est trop jeune",
        label_new0="Le car est complet",
        words_new0=True,
    )
    publish(admin, seen)
    own = {reason.code: reason for reason in procedure_in_force("inscription").reasons}
    assert "debt" not in own
    assert own["age"].label == "L’enfant est trop jeune"
    (added,) = [reason for code, reason in own.items() if code.startswith("town-")]
    assert (added.label, added.needs_words) == ("Le car est complet", True)
    again = looked_at(admin, "motifs", kept_debt=True)
    publish(admin, again)
    assert procedure_in_force("inscription").reason("debt") is not None
    assert procedure_in_force("inscription").reason(added.code) == added


def test_requests_for_a_place_go_to_the_service_that_is_set(admin):
    away = ServiceFactory(name="Service des écoles")
    home = ServiceFactory()
    agent(home)
    case = enrolment.request(home)
    slug = case.facility.slug
    sent = filled(admin, "acheminement", **{f"to_{slug}": away.slug})
    wrong = admin.post(f"{PAGE}acheminement/", sent)
    assert "Personne ne travaille encore" in text(wrong)
    agent(away)
    publish(admin, looked_at(admin, "acheminement", **{f"to_{slug}": away.slug}))
    assert procedure_in_force("inscription").route(case).service == away


def test_what_is_typed_as_declared_is_not_kept(admin):
    publish(admin, looked_at(admin, "delais", sla_days="5", days_check="2"))
    seen = looked_at(admin, "delais", sla_days="10", days_check="5")
    publish(admin, seen)
    assert SettingsVersion.objects.get(number=2).values == {}


def test_a_section_goes_back_to_its_origin_in_one_press(admin, ines):
    values = {"sla_days": 3, "open": [["2026-01-01", "2027-01-01"]]}
    save_settings("inscription", values, after=0, by=ines, note="x")
    seen = admin.post(f"{PAGE}delais/origine/")
    assert changed(seen) == {"Réponse promise en": ("3 jours ouvrés", "10 jours ouvrés")}
    assert "Retour aux valeurs d’origine" in text(seen)
    publish(admin, seen)
    assert set(SettingsVersion.objects.get(number=2).values) == {"open"}


def test_the_history_tells_who_when_why_and_what_and_a_version_comes_back(admin, ines):
    for number in range(3):
        save_settings(
            "inscription", {"sla_days": number + 3}, after=number, by=ines, note=f"note {number}"
        )
    shown = text(admin.get(f"{PAGE}versions/"))
    for said in ("Inès Caron", "note 2", "4 jours ouvrés", "en vigueur"):
        assert said in shown
    seen = admin.post(f"{PAGE}versions/1/reprendre/")
    assert changed(seen) == {"Réponse promise en": ("5 jours ouvrés", "3 jours ouvrés")}
    publish(admin, seen)
    last = SettingsVersion.objects.get(number=4)
    assert last.values == {"sla_days": 3}
    origin = admin.post(f"{PAGE}versions/0/reprendre/")
    publish(admin, origin)
    assert SettingsVersion.objects.get(number=5).values == {}


def test_the_version_in_force_is_not_taken_again_and_one_that_is_not_is_not_found(admin, ines):
    save_settings("inscription", {"sla_days": 3}, after=0, by=ines, note="x")
    assert "déjà celle en vigueur" in told(admin.post(f"{PAGE}versions/1/reprendre/"))
    assert admin.post(f"{PAGE}versions/7/reprendre/").status_code == 404


def test_a_long_history_has_pages(admin, ines, django_assert_max_num_queries):
    for number in range(45):
        save_settings("inscription", {"sla_days": number + 1}, after=number, by=ines, note="x")
    seen, url = [], f"{PAGE}versions/"
    while url:
        with django_assert_max_num_queries(9):
            answer = admin.get(url)
        assert all(row["changes"] for row in answer.context["rows"])
        seen += [row["version"].number for row in answer.context["rows"]]
        url = answer.context["next_url"] and f"{PAGE}versions/" + answer.context["next_url"]
    assert seen == list(range(45, 0, -1))


def test_of_two_administrators_at_once_the_second_is_told_and_loses_nothing(admin, ines):
    other = browser_of(UserFactory(administrator=True, first_name="Paul", last_name="Roy"))
    mine, theirs = (
        looked_at(admin, "delais", sla_days="5"),
        looked_at(other, "motifs", kept_age=False),
    )
    publish(other, theirs, note="Loi nouvelle")
    stopped = publish(admin, mine)
    assert stopped.status_code == 409
    assert "Paul Roy" in text(stopped) and "Loi nouvelle" in text(stopped)
    assert changed(stopped) == {"Réponse promise en": ("10 jours ouvrés", "5 jours ouvrés")}
    assert publish(admin, stopped).status_code == 302
    own = procedure_in_force("inscription")
    assert own.sla_days == 5
    assert own.reason("age") is None, "what the other published stands"


def test_a_form_opened_before_somebody_published_tells_so(admin, ines):
    sent = filled(admin, "delais", days_check="2")
    save_settings("inscription", {"sla_days": 3}, after=0, by=ines, note="entre-temps")
    answer = admin.post(f"{PAGE}delais/", sent)
    assert answer.status_code == 409
    assert "entre-temps" in text(answer)
    assert changed(answer)["Réponse promise en"] == ("3 jours ouvrés", "10 jours ouvrés")


def test_publishing_twice_the_same_is_done_once(admin):
    seen = looked_at(admin, "delais", sla_days="5")
    publish(admin, seen)
    again = publish(admin, seen)
    assert "C’est déjà publié" in told(again)
    assert SettingsVersion.objects.count() == 1


@pytest.mark.parametrize("proposed", ["", "abc", "eyJhIjoxfQ:x"])
def test_what_is_no_proposal_of_ours_publishes_nothing(admin, proposed):
    answer = admin.post(f"{PAGE}publier/", {"proposed": proposed, "note": "x"})
    assert answer["Location"] == PAGE
    assert not SettingsVersion.objects.exists()


def test_a_proposal_for_one_demarche_does_not_serve_for_another(admin):
    seen = looked_at(admin, "delais", sla_days="5")
    publish(admin, seen, slug="sante")
    assert not SettingsVersion.objects.exists()


def test_the_page_counts_the_requests_that_go_by_each_version(admin, ines):
    enrolment.request(ServiceFactory())
    save_settings("inscription", {"sla_days": 3}, after=0, by=ines, note="x")
    assert Case.objects.live().count() == 1
    context = admin.get(PAGE).context
    assert (context["live"], context["former"]) == ("0 demande en cours", "1 demande en cours")
