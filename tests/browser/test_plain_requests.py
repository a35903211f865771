"""The four plain démarches as people live them: a question, an appeal, a certificate, one's data."""

from playwright.sync_api import Page, expect

from tests.browser.accessibility import faults
from tests.browser.steps import (
    DESK,
    PHONE,
    Context,
    enrol,
    enter,
    follow,
    forward,
    number,
    open_at_desk,
    paper,
    take,
)


def begin(parent: Page, slug: str) -> None:
    """To the first question of a démarche."""
    parent.goto(f"/demarches/{slug}/")
    parent.get_by_role("button", name="Commencer").click()


def send(parent: Page) -> str:
    """From the documents to the acknowledgement; returns the case's number."""
    parent.get_by_role("link", name="Continuer").click()
    assert faults(parent) == []
    parent.get_by_role("button", name="Envoyer ma demande").click()
    expect(parent.get_by_role("heading", level=1)).to_have_text("Votre demande est bien reçue")
    return number(parent)


def deciding(staff: Page, verb: str):
    """The form of a decision, opened."""
    staff.get_by_role("link", name=verb, exact=True).click()
    form = staff.locator("form.deciding")
    expect(form).to_be_visible()
    assert faults(staff) == []
    return form


def decide(form, verb: str) -> None:
    """Confirm a decision."""
    form.get_by_role("button", name=verb, exact=True).click()


def as_supervisor(context) -> Page:
    """The supervisor of the childhood services."""
    page = context.new_page()
    page.goto("/demo/")
    page.locator("form[action$='/entrer/responsable/'] button").click()
    page.wait_for_url("**/bureau/**")
    return page


def test_a_question_is_handed_over_then_answered(town: None, new_context: Context) -> None:
    parent = enter(new_context(**PHONE), "parent")
    welcome = enter(new_context(**DESK), "agent-accueil")
    clerk = enter(new_context(**DESK), "agent")
    begin(parent, "demande-libre")
    parent.get_by_label("Autre chose").check()
    assert faults(parent) == []
    forward(parent)
    parent.get_by_label("Votre demande en quelques mots").fill("Garderie pendant la grève")
    parent.get_by_label("Votre message").fill("Bonjour,\nqui garde les enfants jeudi ?")
    forward(parent)
    reference = send(parent)
    follow(parent, reference)
    turn = parent.locator("#case-turn")

    open_at_desk(welcome, reference)
    take(welcome)
    form = deciding(welcome, "Confier à un autre service")
    form.get_by_label("Enfance et périscolaire").check()
    form.get_by_label("Un mot pour la famille").fill("Ce service organise l’accueil.")
    decide(form, "Confier à un autre service")
    welcome.wait_for_url("**/bureau/")
    expect(turn).to_contain_text("Ce service organise l’accueil.")
    expect(parent.locator("#service")).to_contain_text("Enfance et périscolaire")
    expect(parent.locator("#compose-label")).to_have_text(
        "Écrire au service Enfance et périscolaire"
    )

    open_at_desk(clerk, reference)
    take(clerk)
    form = deciding(clerk, "Répondre")
    form.get_by_label("Votre réponse à la famille").fill("La Grange aux Jeux ouvre à 7 h 30.")
    decide(form, "Répondre")
    expect(turn).to_contain_text("La Grange aux Jeux ouvre à 7 h 30.")
    expect(parent.locator("#case-badge")).to_contain_text("Réponse donnée")
    assert faults(parent) == []


def test_a_certificate_joins_the_family_s_documents(town: None, new_context: Context) -> None:
    parent = enter(new_context(**PHONE), "parent")
    clerk = enter(new_context(**DESK), "agent")
    begin(parent, "demande-document")
    parent.get_by_label("Attestation de fréquentation").check()
    forward(parent)
    parent.get_by_label("Noé Dubois").check()
    parent.get_by_label("Du", exact=True).fill("2026-09-01")
    parent.get_by_label("Au", exact=True).fill("2026-10-31")
    assert faults(parent) == []
    forward(parent)
    expect(parent.locator("main")).to_contain_text("Aucun document n’est nécessaire")
    reference = send(parent)
    follow(parent, reference)

    open_at_desk(clerk, reference)
    take(clerk)
    form = deciding(clerk, "Remettre le document")
    form.locator("input[type=file]").first.set_input_files(paper("attestation.png"))
    decide(form, "Remettre le document")
    expect(clerk.locator("#case-papers")).to_contain_text("Remis par le service")
    expect(parent.locator("#case-papers")).to_contain_text("Attestation de la ville")
    expect(parent.locator("#case-turn")).to_contain_text("Acceptée")
    assert faults(parent) == []
    parent.goto("/documents/")
    expect(parent.get_by_role("link", name="Attestation de la ville")).to_be_visible()


def test_an_appeal_is_decided_by_a_supervisor_and_by_no_agent(
    town: None, new_context: Context
) -> None:
    parent = enter(new_context(**PHONE), "parent")
    clerk = enter(new_context(**DESK), "agent")
    refused = enrol(parent, "Noé Dubois")
    open_at_desk(clerk, refused)
    take(clerk)
    form = deciding(clerk, "Refuser la demande")
    form.get_by_label("n’habite pas la commune").check()
    decide(form, "Refuser la demande")

    parent.goto(f"/demandes/{refused}/")
    parent.get_by_role("link", name="Contester une décision").click()
    parent.get_by_role("button", name="Commencer").click()
    parent.get_by_role("radio").first.check()
    assert faults(parent) == []
    forward(parent)
    parent.get_by_label("Pourquoi cette décision").fill("Nous habitons rue des Écoles.")
    forward(parent)
    reference = send(parent)
    follow(parent, reference)

    open_at_desk(clerk, reference)
    expect(clerk.locator("#case-decide")).to_contain_text("revient à un responsable")
    assert faults(clerk) == []
    head = as_supervisor(new_context(**DESK))
    open_at_desk(head, reference)
    take(head)
    form = deciding(head, "Modifier la décision")
    form.get_by_label("Ce qui est décidé à la place").fill("Noé est inscrit dès lundi.")
    decide(form, "Modifier la décision")
    expect(parent.locator("#case-turn")).to_contain_text("Noé est inscrit dès lundi.")
    assert faults(parent) == []
    parent.get_by_role("link", name=refused).click()
    expect(parent.locator("main")).to_contain_text("Suivie de la demande")


def test_data_is_answered_line_by_line(town: None, new_context: Context) -> None:
    parent = enter(new_context(**PHONE), "parent")
    welcome = enter(new_context(**DESK), "agent-accueil")
    begin(parent, "donnees-personnelles")
    parent.get_by_label("Effacer des données").check()
    forward(parent)
    parent.get_by_label("Nos factures").check()
    parent.get_by_label("Les documents que nous avons envoyés").check()
    parent.get_by_label("Précisez").fill("Tout ce qui date d’avant 2024.")
    assert faults(parent) == []
    forward(parent)
    reference = send(parent)
    follow(parent, reference)

    open_at_desk(welcome, reference)
    take(welcome)
    form = deciding(welcome, "Répondre ligne par ligne")
    kept = "Gardées\u00a0: la loi impose de conserver les pièces comptables dix ans"
    form.get_by_label("Nos factures").select_option(kept)
    form.get_by_label("Les documents").select_option("Effacées")
    decide(form, "Répondre ligne par ligne")
    turn = parent.locator("#case-turn")
    expect(turn).to_contain_text("conserver les pièces comptables dix ans")
    expect(turn).to_contain_text("Effacées")
    assert faults(parent) == []
