"""The answers of the stand-in for API Particulier v3, after its published schema and test cases.

Run by its path, with the port as argument and the token in TOKEN; nothing is written to a log,
for its addresses hold identities. Names choose the answer, faults included, as in the State's
own staging server.
"""

from __future__ import annotations

import json
import os
import sys
import unicodedata
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

QUOTIENT = "/v3/dss/quotient_familial/identite"
CHILDCARE = "/v3/dss/participation_familiale_eaje/identite"
MANDATORY = ("nomNaissance", "prenoms[]", "sexeEtatCivil", "codeCogInseePaysNaissance", "recipient")

# Birth name, first given name → fund, quotient, yearly resources, dependent children, AEEH.
KNOWN = {
    ("martin", "camille"): ("CNAF", 864, 38412, 2, 0),
    ("dubois", "thomas"): ("CNAF", 864, 38412, 2, 0),
    ("lefebvre", "alexis"): ("CNAF", 2550, 40923, 1, 1),
    ("roux", "jeanne"): ("MSA", 150, 9600, 2, 0),
    # Receives benefits, but has no child under seven.
    ("giraud", "anne"): ("CNAF", 1200, None, 3, 0),
}

# Birth name → status, code, title, detail, and more headers.
FAULTS: dict[str, tuple[int, str, str, str, dict[str, str]]] = {
    "conflit": (409, "00409", "Conflit", "Un appel identique est déjà en cours.", {}),
    "desfouin": (
        *(429, "00429", "Trop de requêtes", "Vous avez effectué trop de requêtes"),
        {"Retry-After": "60"},
    ),
    "delanoue": (
        502,
        "37999",
        "Erreur inconnue du fournisseur de données",
        "Réponse invalide.",
        {},
    ),
    "situdi": (504, "37002", "Intermédiaire hors-délai", "Temps d’attente écoulé.", {}),
}
ABSENT: tuple[int, str, str, str, dict[str, str]] = (
    404,
    "37003",
    "Dossier allocataire absent CNAV",
    "Le dossier n’a pas été trouvé.",
    {},
)


def bare(text: str) -> str:
    """A name without accents nor capitals."""
    decomposed = unicodedata.normalize("NFKD", text.strip().casefold())
    return "".join(c for c in decomposed if not unicodedata.combining(c))


def error(
    status: int, code: str, title: str, detail: str, headers: dict[str, str]
) -> tuple[int, dict, dict[str, str]]:
    """An error as the API says it."""
    meta = {"provider": "CNAV"} if code.startswith("37") else {}
    said = {"code": code, "title": title, "detail": detail, "source": None, "meta": meta}
    return status, {"errors": [said]}, headers


def found(path: str, asked: dict[str, list[str]]) -> tuple[int, dict, dict[str, str]]:
    """The answer to somebody who showed the token."""
    missing = [name for name in MANDATORY if not asked.get(name)]
    place = asked.get("codeCogInseeCommuneNaissance") or asked.get("nomCommuneNaissance")
    if asked.get("codeCogInseePaysNaissance") == ["99100"] and not place:
        missing.append("codeCogInseeCommuneNaissance")
    if missing:
        return error(422, "00422", "Paramètre manquant", f"{', '.join(missing)}", {})
    name = bare(asked["nomNaissance"][0])
    if name in FAULTS:
        return error(*FAULTS[name])
    known = KNOWN.get((name, bare(asked["prenoms[]"][0])))
    if known is None:
        return error(*ABSENT)
    fund, quotient, resources, children, aeeh = known
    if path == QUOTIENT:
        return 200, answer(asked, {"quotient_familial": _quotient(fund, quotient)}), {}
    if resources is None:
        return error(*ABSENT)
    base = {"valeur": resources, "annee_calcul": datetime.now(UTC).year - 2}
    computed = {
        "nombre_enfants_a_charge": children,
        "nombre_enfants_beneficiaire_aeeh": aeeh,
        "base_ressources_annuelles": base,
    }
    return 200, answer(asked, {"parametres_calcul_participation_familiale": computed}), {}


def _quotient(fund: str, value: int) -> dict:
    today = datetime.now(UTC)
    return {
        "fournisseur": fund,
        "valeur": value,
        "annee": today.year,
        "mois": today.month,
        "annee_calcul": today.year,
        "mois_calcul": today.month,
    }


def answer(asked: dict[str, list[str]], more: dict) -> dict:
    """The whole answer, with the people of the file."""
    figures = [asked.get(f"{part}DateNaissance", ["1"])[0] for part in ("annee", "mois", "jour")]
    born = "-".join(figure.zfill(2) for figure in figures)
    person = {
        "nom_naissance": asked["nomNaissance"][0].upper(),
        "nom_usage": None,
        "prenoms": " ".join(asked["prenoms[]"]).upper(),
        "date_naissance": born,
        "sexe": asked["sexeEtatCivil"][0],
    }
    address = {
        "destinataire": f"{person['prenoms']} {person['nom_naissance']}",
        "complement_information": None,
        "complement_information_geographique": None,
        "numero_libelle_voie": "1 RUE DE LA GARE",
        "lieu_dit": None,
        "code_postal_ville": "60230 SAINT-AUBIN-SUR-ESCHES",
        "pays": "FRANCE",
    }
    people = {"allocataires": [person], "enfants": [], "adresse": address}
    return {"data": {**people, **more}, "links": {}, "meta": {}}


class Answers(BaseHTTPRequestHandler):
    """One request."""

    protocol_version = "HTTP/1.1"
    token = ""

    def do_GET(self) -> None:
        """Answer as the API would."""
        parts = urlsplit(self.path)
        if self.headers.get("Authorization") != f"Bearer {self.token}":
            self.say(*error(401, "00101", "Interdit", "Votre jeton n’est pas valide.", {}))
        elif parts.path not in {QUOTIENT, CHILDCARE}:
            self.say(*error(404, "00404", "Inconnu", "Cette adresse n’existe pas.", {}))
        else:
            self.say(*found(parts.path, parse_qs(parts.query)))

    def say(self, status: int, body: dict, headers: dict[str, str]) -> None:
        """Write the answer."""
        written = json.dumps(body, ensure_ascii=False).encode()
        self.send_response(status)
        for name, value in {**headers, "Content-Type": "application/json; charset=utf-8"}.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(written)))
        self.end_headers()
        self.wfile.write(written)

    def log_message(self, format: str, *args: object) -> None:
        """Nothing is logged: the address holds an identity."""


class Local(ThreadingHTTPServer):
    """Bound beside the socket that keeps the port for us."""

    daemon_threads = True
    allow_reuse_address = True


if __name__ == "__main__":
    Answers.token = os.environ["TOKEN"]
    Local(("127.0.0.1", int(sys.argv[1])), Answers).serve_forever()
