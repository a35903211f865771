"""API Particulier v3: the quotient familial and the crèche resources, straight from the CAF or MSA.

Only with the family's consent. The API takes the identity in its address, so no address is ever
logged nor put into an error, and connections are not shared with anything that would.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from http import HTTPStatus
from typing import Any, Protocol

import urllib3

QUOTIENT = "/v3/dss/quotient_familial/identite"
CHILDCARE = "/v3/dss/participation_familiale_eaje/identite"
FRANCE = "99100"
TIMEOUT = urllib3.Timeout(connect=3.0, read=6.0)
TRIES = 2  # the family waits in front of its page
NO_FILE = "37003"
_pool = urllib3.PoolManager(num_pools=2, maxsize=4, retries=False)


class Connection(Protocol):
    """Where the API is and who asks (`settings.API_PARTICULIER`)."""

    @property
    def base(self) -> str: ...
    @property
    def token(self) -> str: ...
    @property
    def recipient(self) -> str: ...


@dataclass(frozen=True, repr=False)
class Identity:
    """The person whose file it is, as on his or her birth certificate. Born in France."""

    birth_name: str
    first_names: tuple[str, ...]
    born_on: date
    sex: str  # F or M
    city: str
    department: str

    def parameters(self) -> list[tuple[str, str]]:
        """As the API names them."""
        return [
            ("nomNaissance", self.birth_name),
            *(("prenoms[]", name) for name in self.first_names),
            ("anneeDateNaissance", str(self.born_on.year)),
            ("moisDateNaissance", str(self.born_on.month)),
            ("jourDateNaissance", str(self.born_on.day)),
            ("sexeEtatCivil", self.sex),
            ("codeCogInseePaysNaissance", FRANCE),
            ("nomCommuneNaissance", self.city),
            ("codeCogInseeDepartementNaissance", self.department),
        ]


@dataclass(frozen=True)
class Quotient:
    """What the fund says: never computed again."""

    fund: str  # caf or msa
    value_cents: int
    month: date
    computed: date  # the month in which the fund worked it out


@dataclass(frozen=True)
class Childcare:
    """What the price of a crèche rests on. The year of the MSA is known to be wrong at times."""

    yearly_cents: int
    year: int
    children: int
    disabled_children: int


class NotAnswered(Exception):
    """No figure came; the kind says whether to try later, to correct, or to declare by hand."""


class NoFile(NotAnswered):
    """No file of benefits in that name: not a quotient of nought."""


class Incorrect(NotAnswered):
    """The API finds the identity incomplete."""


class TooBusy(NotAnswered):
    """Asked too often, or the same question is being answered: later."""


class Unavailable(NotAnswered):
    """The API or the fund did not answer in time, or answered nonsense."""


class Forbidden(NotAnswered):
    """The town's token is refused: for its administrators."""


def quotient_of(who: Identity, connection: Connection) -> Quotient:
    """The quotient familial of this month. Raises NotAnswered."""
    return _read(QUOTIENT, who, connection, _quotient)


def childcare_of(who: Identity, connection: Connection) -> Childcare:
    """The resources and children by which a crèche is paid. Raises NotAnswered."""
    return _read(CHILDCARE, who, connection, _childcare)


def _read(path: str, who: Identity, connection: Connection, understand: Callable) -> Any:
    try:
        return understand(_ask(path, who, connection))
    except (KeyError, TypeError, ValueError):
        raise Unavailable from None  # an answer that its schema does not allow


def _ask(path: str, who: Identity, connection: Connection) -> dict:
    """The data of the answer; a fault of the other side is tried once more."""
    last: NotAnswered = Unavailable()
    for _try in range(TRIES):
        try:
            return _once(path, who, connection)
        except Unavailable as fault:
            last = fault
    raise last from None


def _once(path: str, who: Identity, connection: Connection) -> dict:
    fields = [("recipient", connection.recipient), *who.parameters()]
    try:
        answer = _pool.request(
            "GET",
            connection.base + path,
            fields=fields,
            headers={"Authorization": f"Bearer {connection.token}", "Accept": "application/json"},
            timeout=TIMEOUT,
            redirect=False,
        )
        said = json.loads(answer.data)
    except (urllib3.exceptions.HTTPError, ValueError):
        raise Unavailable from None  # its own words hold the address
    if answer.status == HTTPStatus.OK:
        return said["data"]
    raise _fault(answer.status, said) from None


def _fault(status: int, said: Any) -> NotAnswered:
    errors = said.get("errors") or [{}] if isinstance(said, dict) else [{}]
    if status == HTTPStatus.NOT_FOUND and errors[0].get("code") == NO_FILE:
        return NoFile()
    kinds: dict[int, type[NotAnswered]] = {
        HTTPStatus.UNAUTHORIZED: Forbidden,
        HTTPStatus.FORBIDDEN: Forbidden,
        HTTPStatus.CONFLICT: TooBusy,
        HTTPStatus.UNPROCESSABLE_ENTITY: Incorrect,
        HTTPStatus.TOO_MANY_REQUESTS: TooBusy,
    }
    return kinds.get(status, Unavailable)()


def _quotient(data: dict) -> Quotient:
    said = data["quotient_familial"]
    fund = {"CNAF": "caf", "MSA": "msa"}[said["fournisseur"]]
    return Quotient(
        fund=fund,
        value_cents=_cents(said["valeur"]),
        month=date(said["annee"], said["mois"], 1),
        computed=date(said["annee_calcul"], said["mois_calcul"], 1),
    )


def _childcare(data: dict) -> Childcare:
    said = data["parametres_calcul_participation_familiale"]
    base = said["base_ressources_annuelles"]
    return Childcare(
        yearly_cents=_cents(base["valeur"]),
        year=int(base["annee_calcul"]),
        children=int(said["nombre_enfants_a_charge"]),
        disabled_children=int(said["nombre_enfants_beneficiaire_aeeh"]),
    )


def _cents(euros: int | float) -> int:
    if isinstance(euros, bool) or not isinstance(euros, int | float) or euros < 0:
        raise ValueError("no amount")
    return round(euros * 100)
