"""People of a OneRoster zip: who is a pupil, who works there, and who is not kept.

Sign-in names, passwords, e-mail addresses, telephone numbers, links between people, pronouns, sex and ethnicity are
never taken out of their rows.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from inreach.apps.exchange.engine.records import FullSnapshot, ReadResult, Record, SchoolContext
from inreach.apps.exchange.formats.oneroster_bundle import Bundle, check_order, day_of
from inreach.apps.exchange.formats.oneroster_tables import PUPIL, ROLES, SKIPPED, year_group_of
from inreach.apps.exchange.readers.tables import Row
from inreach.core.school import upn

USER_ID = re.compile(r"\{\s*UPN\s*:\s*([^}]*)\}", re.IGNORECASE)
LOOKS_LIKE_UPN = re.compile(r"[A-Za-z]\d{11}[0-9A-Za-z]")


@dataclass(slots=True)
class Post:
    """What a person is at the chosen school, and from when until when, as roles.csv says it."""

    role: str
    starts: date | None = None
    ends: date | None = None
    primary: bool = False


@dataclass(slots=True)
class People:
    """What each user is here: "pupil", a role of staff, or "skipped"; the last also for users of other schools."""

    bundle: Bundle
    read_result: ReadResult
    school_context: SchoolContext
    school_org: str | None
    schools: frozenset[str]
    kinds: dict[str, str] = field(default_factory=dict)
    _posts: dict[str, Post] = field(default_factory=dict)
    _orgs: dict[str, set[str]] = field(default_factory=dict)
    _born: dict[str, date] = field(default_factory=dict)
    _upns: set[str] = field(default_factory=set)

    def read(self) -> None:
        """Look at every user once, and name what is wrong."""
        if self.bundle.version == "1.2":
            self._read_roles()
        self._read_births()
        for row in self.bundle.rows("users"):
            self.kinds[row["sourcedId"]] = self._look_at(row)
        if self.bundle.has("users"):
            self.read_result.note(
                "Passwords, sign-in names, e-mail addresses and telephone numbers in the file are not kept."
            )

    def is_kept(self, kind: str, user: str) -> bool:
        """Whether a user who is not in this file is kept from an earlier one as "pupil" or "staff"."""
        return f"oneroster:{user}" in self.school_context.known[kind]

    def kind_of(self, user: str) -> str:
        """ "pupil", "staff" or "skipped"; empty for somebody whom nobody knows."""
        kind = self.kinds.get(user)
        if kind is None:
            return next((candidate for candidate in ("pupil", "staff") if self.is_kept(candidate, user)), "")
        return kind if kind in (PUPIL, SKIPPED) else "staff"

    def _read_roles(self) -> None:
        for row in self.bundle.rows("roles"):
            user, org, role = row["userSourcedId"], row["orgSourcedId"], row["role"]
            if not self.known_user(row, user) or not self._known_org(row, "orgSourcedId", org):
                continue
            if not self.known_role(row, role):
                continue
            starts, ends = (day_of(row, column, self.read_result) for column in ("beginDate", "endDate"))
            check_order(row, ("beginDate", starts), ("endDate", ends), self.read_result)
            if org in self.schools and role == "student":
                self._orgs.setdefault(user, set()).add(org)
            if not self.is_here(org) or ROLES[role] == SKIPPED:
                continue
            primary = row["roleType"].lower() == "primary"
            post = self._posts.get(user)
            if post is None or (primary and not post.primary):
                self._posts[user] = Post(role, starts, ends, primary)

    def is_here(self, org: str) -> bool:
        """Whether something of this organisation belongs to the chosen school."""
        return (
            self.school_org is None
            or org == self.school_org
            or (org not in self.schools and len(self.schools) < 2)
        )

    def known_user(self, row: Row, user: str) -> bool:
        """Whether a row's user is in the file or kept; one that nobody knows is a fault."""
        users = self.bundle
        if user in users.live.get("users", ()) or self.is_kept("pupil", user) or self.is_kept("staff", user):
            return True
        if user in users.gone.get("users", ()) or users.is_broken("users"):
            return False
        self.read_result.fault(
            row.place,
            "userSourcedId",
            f"There is no user “{user}”.",
            "Add the user to users.csv, or take this row out.",
        )
        return False

    def _known_org(self, row: Row, column: str, org: str) -> bool:
        if not self.bundle.is_bulk("orgs") or org in self.bundle.live.get("orgs", ()):
            return True
        self.read_result.fault(
            row.place,
            column,
            f"There is no organisation “{org}”.",
            "Add it to orgs.csv, or correct this row.",
        )
        return False

    def known_role(self, row: Row, role: str) -> bool:
        """Whether a role is one of OneRoster's; any other is a fault."""
        if role in ROLES:
            return True
        close = next((candidate for candidate in ROLES if candidate.lower() == role.lower()), None)
        self.read_result.fault(
            row.place,
            "role",
            f"“{role}” is not a role" + (f": did you mean “{close}”?" if close else "."),
            f"Write one of {', '.join(ROLES)}.",
        )
        return False

    def _read_births(self) -> None:
        for row in self.bundle.rows("demographics"):
            if self._known_person(row):
                born = day_of(row, "birthDate", self.read_result)
                if born and born > self.school_context.today:
                    self.read_result.fault(
                        row.place, "birthDate", f"{born} is in the future.", "Correct the date of birth."
                    )
                elif born:
                    self._born[row["sourcedId"]] = born
        if self.bundle.has("demographics"):
            self.read_result.note(
                "Of demographics.csv only the date of birth is read; ethnicity and the rest are not."
            )

    def _known_person(self, row: Row) -> bool:
        ident = row["sourcedId"]
        if (
            ident in self.bundle.live.get("users", ())
            or self.is_kept("pupil", ident)
            or self.is_kept("staff", ident)
        ):
            return True
        if ident not in self.bundle.gone.get("users", ()) and not self.bundle.is_broken("users"):
            self.read_result.fault(
                row.place,
                "sourcedId",
                f"There is no user “{ident}”.",
                "Add the user to users.csv, or take this row out.",
            )
        return False

    def _look_at(self, row: Row) -> str:
        user = row["sourcedId"]
        for column, called in (("givenName", "given name"), ("familyName", "family name")):
            if column in row.cells and not row[column]:
                self.read_result.fault(row.place, column, f"This person has no {called}.", "Put it in.")
        role, is_of_this_school = self._role_of(row)
        if role == "":
            return SKIPPED
        if ROLES[role] == SKIPPED:
            self.read_result.tally(
                "One parent, guardian or relative is in the file and is not kept.",
                "{n} parents, guardians or relatives are in the file and are not kept.",
            )
            return SKIPPED
        if not is_of_this_school:
            self.read_result.tally(
                "One person of another school is left out.", "{n} people of other schools are left out."
            )
            return SKIPPED
        if ROLES[role] == PUPIL:
            self._check_pupil(row, user)
        return ROLES[role]

    def _role_of(self, row: Row) -> tuple[str, bool]:
        """The role of a user, and whether they have it at the chosen school; empty if it is not to be known."""
        user = row["sourcedId"]
        if self.bundle.version == "1.1":
            orgs = [org.strip() for org in row["orgSourcedIds"].split(",") if org.strip()]
            known_orgs = [org for org in orgs if self._known_org(row, "orgSourcedIds", org)]
            if not orgs and "orgSourcedIds" in row.cells:
                self.read_result.fault(
                    row.place, "orgSourcedIds", "This person belongs to no organisation.", "Name one."
                )
            self._orgs[user] = {org for org in known_orgs if org in self.schools}
            if not self.known_role(row, row["role"]):
                return "", False
            return row["role"], any(self.is_here(org) for org in known_orgs)
        post = self._posts.get(user)
        if post:
            return post.role, True
        if self.is_kept("pupil", user):
            return "student", True
        if self.is_kept("staff", user):
            return "teacher", True
        self.read_result.tally(
            "One user has no role at the school that is kept here, and is left out.",
            "{n} users have no role at the school that is kept here, and are left out.",
        )
        return "", False

    def _check_pupil(self, row: Row, user: str) -> None:
        orgs = self._orgs.get(user, set())
        if len(orgs) > 1:
            self.read_result.fault(
                row.place,
                "orgSourcedIds" if self.bundle.version == "1.1" else "orgSourcedId",
                f"This pupil is in two schools ({', '.join(sorted(orgs))}).",
                "Keep the pupil at the school that holds the record, and take the other out.",
            )
        number = self._upn(row)
        if number and number in self._upns:
            self.read_result.fault(
                row.place,
                "UPN",
                "Another pupil in the file has this UPN.",
                "Find out whose it is, and correct the other.",
            )
        elif number:
            self._upns.add(number)
        explicit = USER_ID.search(row["userIds"])
        if explicit and not number:
            problem = upn.explain(explicit[1])
            self.read_result.fault(row.place, "userIds", "The UPN in this row is not valid.", problem)

    def _upn(self, row: Row) -> str:
        explicit = USER_ID.search(row["userIds"])
        text = explicit[1] if explicit else row["identifier"]
        if not explicit and not LOOKS_LIKE_UPN.fullmatch(text):
            return ""
        return upn.tidy(text) if upn.is_valid(text) else ""

    def records(self, since: date) -> Iterator[Record | FullSnapshot]:
        """Staff, then pupils, then their time on the roll."""
        complete = self.bundle.is_bulk("users") and (
            self.bundle.version == "1.1" or self.bundle.is_bulk("roles")
        )
        yield from self._gone("staff")
        for row in self.bundle.rows("users"):
            if self.kind_of(row["sourcedId"]) == "staff":
                yield self._staff(row)
        if complete:
            yield FullSnapshot("staff")
        for row in self.bundle.rows("users"):
            if self.kind_of(row["sourcedId"]) == PUPIL:
                yield self._pupil(row)
        for row in self.bundle.rows("users"):
            if self.kind_of(row["sourcedId"]) == PUPIL:
                yield self._on_roll(row, since)
        yield from self._gone("enrolment")
        if complete:
            yield FullSnapshot("enrolment")

    def _gone(self, kind: str) -> Iterator[Record]:
        if self.bundle.is_bulk("users"):
            return
        for row in self.bundle.rows("users", gone=True):
            user = row["sourcedId"]
            if self.is_kept("staff" if kind == "staff" else "pupil", user):
                key = f"oneroster:{user}"
                yield Record(kind, key, row.place, refs={} if kind == "staff" else {"pupil": key}, gone=True)

    def _staff(self, row: Row) -> Record:
        role = self.kinds[row["sourcedId"]]
        return Record(
            "staff",
            f"oneroster:{row['sourcedId']}",
            row.place,
            values={"name": f"{row['givenName']} {row['familyName']}".strip()},
            first={"role": role, "qualified_teacher": role == "teacher"},
        )

    def _pupil(self, row: Row) -> Record:
        values: dict[str, Any] = {"given_name": row["givenName"], "family_name": row["familyName"]}
        details = {
            "known_as": row["preferredGivenName"],
            "year_group": year_group_of(row["grades"]),
            "upn": self._upn(row),
            "born": self._born.get(row["sourcedId"]),
        }
        # What the file leaves blank it does not know, so it does not empty what the school has.
        values |= {name: value for name, value in details.items() if value}
        return Record("pupil", f"oneroster:{row['sourcedId']}", row.place, values=values)

    def _on_roll(self, row: Row, since: date) -> Record:
        key = f"oneroster:{row['sourcedId']}"
        post = self._posts.get(row["sourcedId"])
        values: dict[str, Any] = {}
        if post and post.starts:
            values["starts"] = post.starts
        if post and post.ends:
            values["ends"] = post.ends
        starts = min(since, post.ends) if post and post.ends else since
        first = {} if "starts" in values else {"starts": starts}
        return Record("enrolment", key, row.place, values=values, first=first, refs={"pupil": key})
