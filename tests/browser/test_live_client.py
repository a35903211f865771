"""The live client in a real browser: nothing typed is lost, nothing is sent twice."""

from collections.abc import Callable
from types import SimpleNamespace

import pytest
from playwright.sync_api import BrowserContext, Page, WebSocketRoute, expect

from accounts.models import User
from cases.models import Message, MessageDraft
from cases.wakeup import tell_typing
from family.models import Membership
from tests.factories.cases import CaseFactory, happen
from tests.factories.family import TieFactory, one_family, parent
from tests.factories.town import ServiceFactory, agent
from tests.realtime.pages import signed_in
from tests.running_portal import RunningPortal
from workflows.engine.conversation import post_message

Context = Callable[..., BrowserContext]


@pytest.fixture
def sent(transactional_db: None) -> SimpleNamespace:
    """A request that was sent, its two parents and its agent."""
    household, adult, children = one_family()
    service = ServiceFactory()
    case = CaseFactory(household=household, child=children[0], applicant=adult, service=service)
    happen(case, "submitted", actor=adult.user, side="family")
    second = parent(household=household, role=Membership.Role.CO_REPRESENTATIVE)
    TieFactory(adult=second, child=children[0])
    return SimpleNamespace(case=case, parent=adult.user, second=second.user, agent=agent(service))


class Network:
    """The network of one private window: sockets and requests, cut together.

    The browser's own switch leaves open sockets alone.
    """

    def __init__(self, context: BrowserContext) -> None:
        self.context, self.away = context, False
        self.sockets: list[WebSocketRoute] = []
        context.route_web_socket("**/direct/", self._pass)

    def _pass(self, socket: WebSocketRoute) -> None:
        if self.away:
            socket.close()
        else:
            socket.connect_to_server()
            self.sockets.append(socket)

    def cut(self) -> None:
        self.away = True
        self.context.set_offline(True)
        for socket in self.sockets:
            socket.close()

    def mend(self) -> None:
        self.away = False
        self.context.set_offline(False)


@pytest.fixture
def network(new_context: Context) -> Network:
    """A private window and its network."""
    return Network(new_context())


def sign_in(context: BrowserContext, portal: RunningPortal, user: User) -> None:
    key = signed_in(user).cookies["sessionid"].value
    context.add_cookies([{"name": "sessionid", "value": key, "url": portal.url}])


@pytest.fixture
def visit(network: Network, portal: RunningPortal, sent) -> Callable[[User], Page]:
    """Open the request's page as somebody, and wait until it is live."""

    def open_page(user: User) -> Page:
        sign_in(network.context, portal, user)
        page = network.context.new_page()
        page.goto(f"/demandes/{sent.case.reference}/")
        is_live(page)
        return page

    return open_page


def is_live(page: Page) -> None:
    expect(page.locator("[data-connection]").first).to_have_attribute("data-state", "live")


def write(page: Page, text: str) -> None:
    page.locator("form[data-compose] textarea").fill(text)
    page.locator("form[data-compose] textarea").press("Control+Enter")


def test_a_message_written_without_network_leaves_once_when_it_is_back(
    sent, visit, network
) -> None:
    page = visit(sent.parent)
    network.cut()
    expect(page.locator("[data-connection]")).to_have_attribute("data-state", "offline")
    write(page, "Sans réseau")
    unsent = page.locator("[data-unsent-list] .message--unsent")
    expect(unsent).to_contain_text("Pas encore parti")
    assert not Message.objects.exists()

    network.mend()
    is_live(page)
    expect(page.locator("#case-thread .message")).to_contain_text("Sans réseau")
    expect(unsent).to_have_count(0)
    assert [message.body for message in Message.objects.all()] == ["Sans réseau"]


def test_an_unsent_message_outlives_its_tab(sent, visit, network) -> None:
    page = visit(sent.parent)
    network.cut()
    write(page, "Gardé par le navigateur")
    expect(page.locator("[data-unsent-list] .message")).to_have_count(1)
    page.close()

    network.mend()
    page = visit(sent.parent)
    expect(page.locator("#case-thread .message")).to_contain_text("Gardé par le navigateur")
    assert Message.objects.count() == 1


def test_the_next_person_on_the_same_computer_does_not_send_it(sent, visit, network) -> None:
    page = visit(sent.parent)
    network.cut()
    write(page, "Pas à ma place")
    page.close()

    network.mend()
    page = visit(sent.second)
    write(page, "En mon nom")
    expect(page.locator("#case-thread .message")).to_contain_text("En mon nom")
    assert [message.body for message in Message.objects.all()] == ["En mon nom"]


def test_what_is_typed_is_kept_by_the_server_and_shown_again(sent, visit) -> None:
    parent = visit(sent.parent)
    with parent.expect_response(lambda answer: answer.request.headers.get("x-draft") == "1"):
        parent.locator("form[data-compose] textarea").press_sequentially("Je commence")
    assert MessageDraft.objects.get(case=sent.case).body == "Je commence"
    parent.reload()
    expect(parent.locator("form[data-compose] textarea")).to_have_value("Je commence")


def test_one_sees_that_the_other_side_is_writing(sent, visit) -> None:
    page = visit(sent.parent)
    tell_typing(sent.case.pk, "town")
    expect(page.locator("[data-typing]")).to_contain_text("écrit")
    post_message(sent.case.pk, "Bonjour", author=sent.agent, side="town")
    expect(page.locator("#case-thread .message")).to_contain_text("Bonjour")
    expect(page.locator("[data-typing]")).to_be_empty()


def test_without_a_socket_a_message_goes_by_the_form(sent, new_context, portal) -> None:
    context = new_context()
    context.route_web_socket("**/direct/", lambda socket: socket.close())
    sign_in(context, portal, sent.parent)
    page = context.new_page()
    page.goto(f"/demandes/{sent.case.reference}/")
    write(page, "Par le formulaire")
    expect(page.locator("[data-unsent-list] .message")).to_have_count(1)
    expect(page.locator("[data-unsent-list] .message")).to_have_count(0, timeout=10_000)
    assert [message.body for message in Message.objects.all()] == ["Par le formulaire"]


def test_a_page_whose_session_ended_says_so(sent, visit) -> None:
    parent = visit(sent.parent)
    key = next(c["value"] for c in parent.context.cookies() if c["name"] == "sessionid")
    browser = signed_in(sent.parent)
    browser.cookies["sessionid"] = key
    browser.logout()
    expect(parent.locator("[data-connection]")).to_have_attribute("data-state", "ended")
