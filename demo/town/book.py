"""Family files as they are written down, then laid table by table in a few statements."""

from collections import Counter
from datetime import date, timedelta

from accounts.models import User
from billing.quotient import holds_until
from demo.names import (
    CENTRE,
    CITY,
    DOCTORS,
    LAST,
    LINKS,
    MAIL_DOMAIN,
    MEN,
    POSTCODE,
    WOMEN,
    folded,
    mobile,
    street,
)
from demo.town.ground import Ground, public_id
from demo.town.in_bulk import copy_rows
from family.models import (
    Adult,
    Child,
    Contact,
    HealthRecord,
    Household,
    Membership,
    QuotientFamilial,
    Residence,
    Tie,
)
from town.models import Facility

Role, Link, Pattern = Membership.Role, Tie.Link, Residence.Pattern
LEVELS = {3: "PS", 4: "MS", 5: "GS", 6: "CP", 7: "CE1", 8: "CE2", 9: "CM1", 10: "CM2"}
COLLEGE_ENTRY, COLLEGE_EXIT = 11, 15
PARENT = {
    "has_authority": True,
    "may_see": True,
    "may_decide": True,
    "may_collect": True,
    "pays": True,
}
NO_RIGHT = dict.fromkeys(PARENT, False)


class FamilyBook:
    """Collects rows without touching the database; `lay` writes them all."""

    def __init__(self, ground: Ground, subject: str, first_number: int = 1) -> None:
        self.ground = ground
        self.rng = ground.dice(subject)
        self.number = first_number
        self.users: list[User] = []
        self.households: list[Household] = []
        self.adults: list[Adult] = []
        self.memberships: list[Membership] = []
        self.children: list[Child] = []
        self.residences: list[Residence] = []
        self.ties: list[Tie] = []
        self.contacts: list[Contact] = []
        self.quotients: list[QuotientFamilial] = []
        self.records: list[HealthRecord] = []
        self._usernames: set[str] = set(ground.staff)
        self._namesakes: Counter[str] = Counter()

    def household(self, name: str, *, at: tuple[str, str, str] | None = None) -> Household:
        """A home in the town, or `at` (street, postcode, city) elsewhere."""
        where = at or (street(self.rng), POSTCODE, CITY)
        row = Household(
            public_id=public_id(self.rng),
            reference=f"F{self.number:07d}",
            name=name,
            street=where[0],
            postcode=where[1],
            city=where[2],
        )
        self.number += 1
        self.households.append(row)
        self._write_quotient(row)
        return row

    def adult(
        self,
        home: Household,
        title: str,
        first: str,
        last: str,
        *,
        role: str = Role.REPRESENTATIVE,
        username: str | None = "",
        email: bool = True,
        birth_name: str = "",
        user: User | None = None,
    ) -> Adult:
        """An adult of a home. `username`: given, "" for one made of the name, None for none."""
        rng = self.rng
        handle = f"{folded(first)}.{folded(last)}"[:60]
        if username != "" and username is not None:
            self._usernames.add(username)
        row = Adult(
            public_id=public_id(rng),
            title=title,
            first_name=first,
            last_name=last,
            birth_name=birth_name,
            email=f"{self._free(handle)}@{MAIL_DOMAIN}" if email else "",
            mobile=mobile(rng),
        )
        if user is not None:
            row.user, row.email = user, user.email
        elif username is not None:
            row.user = self._account(row, username or row.email.partition("@")[0])
        self.adults.append(row)
        self.memberships.append(Membership(household=home, adult=row, role=role))
        return row

    def child(
        self,
        home: Household,
        first: str,
        last: str,
        birth: date,
        *,
        second_home: Household | None = None,
        pattern: str = Pattern.ALTERNATING,
        school: str | None = None,
    ) -> Child:
        """A child who lives in a home, or in two; the school follows the age and the district."""
        level = self._level(birth)
        row = Child(
            public_id=public_id(self.rng),
            first_name=first,
            last_name=last,
            birth_date=birth,
            level=level,
            school=self._school(level, school, home),
        )
        self.children.append(row)
        here = pattern if second_home and pattern == Pattern.ALTERNATING else Pattern.FULL
        self.residences.append(Residence(child=row, household=home, pattern=here))
        if second_home:
            there = Residence(child=row, household=second_home, pattern=pattern)
            self.residences.append(there)
        self._write_health(row)
        self._write_entourage(row, home)
        return row

    def tie(self, adult: Adult, child: Child, link: str, **rights: bool) -> Tie:
        """What an adult is to a child: a parent's full rights unless told otherwise."""
        row = Tie(adult=adult, child=child, link=link, **{**PARENT, **rights})
        self.ties.append(row)
        return row

    def record_of(self, child: Child) -> HealthRecord:
        """The health record begun for a child, to be completed."""
        return next(record for record in reversed(self.records) if record.child is child)

    def lay(self) -> None:
        """Write everything, parents before children in the sense of foreign keys."""
        for model, rows in (
            (User, self.users),
            (Household, self.households),
            (Adult, self.adults),
            (Membership, self.memberships),
            (Child, self.children),
            (Residence, self.residences),
            (Tie, self.ties),
            (Contact, self.contacts),
            (QuotientFamilial, self.quotients),
            (HealthRecord, self.records),
        ):
            copy_rows(model, rows)

    def born(self, years: int, month: int, day: int) -> date:
        """A birthday that makes the child `years` old in the calendar year of this school year."""
        return date(self.ground.this_year.starts_on.year - years, month, day)

    def _free(self, handle: str) -> str:
        number = self._namesakes[handle]
        while (name := f"{handle}{number + 1}" if number else handle) in self._usernames:
            number += 1
        self._namesakes[handle] = number + 1
        self._usernames.add(name)
        return name

    def _account(self, adult: Adult, username: str) -> User:
        rng, now = self.rng, self.ground.now
        seen = now - timedelta(days=rng.randint(1, 40), minutes=rng.randint(0, 700))
        user = User(
            public_id=public_id(rng),
            username=username,
            first_name=adult.first_name,
            last_name=adult.last_name,
            email=adult.email,
            password=self.ground.password,
            date_joined=now - timedelta(days=rng.randint(60, 700)),
            last_login=seen,
            previous_login=seen - timedelta(days=rng.randint(1, 30)),
        )
        self.users.append(user)
        return user

    def _level(self, birth: date) -> str:
        age = self.ground.this_year.starts_on.year - birth.year
        if COLLEGE_ENTRY <= age <= COLLEGE_EXIT:
            return "COL"
        return LEVELS.get(age, "")

    def _school(self, level: str, school: str | None, home: Household) -> Facility | None:
        if not level or level == "COL":
            return None
        if school is None:
            if home.postcode != POSTCODE:
                return None
            central = home.street.endswith(tuple(CENTRE))  # school districts go by street
            young = level in {"PS", "MS", "GS"}
            school = "quatre-vents" if not central else "tilleuls" if young else "pont-vert"
        return self.ground.facilities[school]

    def _write_quotient(self, home: Household) -> None:
        rng, today = self.rng, self.ground.today
        source = rng.choice(["caf", "caf", "caf", "declared", "msa"])
        value = rng.triangular(18_000, 210_000, 82_000)
        month = (today.replace(day=1) - timedelta(days=31 * rng.randint(0, 6))).replace(day=1)
        if rng.random() < 0.85:
            self.quotients.append(
                QuotientFamilial(
                    household=home,
                    value_cents=round(value, -2),
                    month=month,
                    source=source,
                    valid_from=month,
                    valid_until=holds_until(month, today),
                )
            )

    def _write_health(self, child: Child) -> None:
        rng = self.rng
        self.records.append(
            HealthRecord(
                child=child,
                diet=rng.choices(["standard", "no_pork", "vegetarian"], [80, 12, 8])[0],
                allergies=rng.choices(["", "Pollens de graminées", "Œuf"], [90, 6, 4])[0],
                doctor=rng.choice(DOCTORS),
                photo_allowed=rng.random() < 0.7,
                may_leave_alone=child.level in {"CM2", "COL"} and rng.random() < 0.5,
            )
        )

    def _write_entourage(self, child: Child, home: Household) -> None:
        rng = self.rng
        for link in rng.sample(LINKS, rng.choices([0, 1, 2], [20, 50, 30])[0]):
            first, last = self._somebody(link)
            self.contacts.append(
                Contact(
                    public_id=public_id(rng),
                    child=child,
                    household=home,
                    first_name=first,
                    last_name=last,
                    link=link,
                    phone=mobile(rng),
                    may_collect=rng.random() < 0.7,
                )
            )

    def _somebody(self, link: str) -> tuple[str, str]:
        men = {"Grand-père", "Oncle", "Voisin"}
        return self.rng.choice(MEN if link in men else WOMEN), self.rng.choice(LAST)
