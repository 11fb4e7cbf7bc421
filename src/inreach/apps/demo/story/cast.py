"""The cast: everybody who can sign in to the demonstration, and their places. Nobody in it is real.

Tests, the demonstration, the guide and its pictures speak of the same people.
"""

from dataclasses import dataclass, field
from uuid import UUID, uuid5

from inreach.core.access.roles import Role

INVENTED = UUID("5f0c1f3e-1d5b-4b0e-9a55-7a3c2e8d1b60")


def known_id(*names: object) -> UUID:
    """Return the same UUID for the same names every time, so that links to the demonstration stay."""
    return uuid5(INVENTED, "/".join(str(name) for name in names))


@dataclass(frozen=True, slots=True)
class Place:
    """A school or service of the demonstration."""

    key: str
    name: str
    kind: str

    @property
    def id(self) -> UUID:
        return known_id("organisation", self.key)


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who can sign in: who they are in one sentence, in which role, and where.

    `introduced` and `sees` say in few words who that is and what there is to look at, for the table of people with
    which the tutorial begins. `title` is how children say the name ("Miss Okafor"); `left` marks somebody whose time
    has ended.
    """

    key: str
    name: str
    email: str
    role: Role
    place: str
    character: str
    title: str = ""
    introduced: str = field(kw_only=True)
    sees: str = field(kw_only=True)
    has_left: bool = False

    @property
    def user_id(self) -> UUID:
        return known_id("user", self.key)

    @property
    def organisation(self) -> Place:
        return PLACES[self.place]


PLACES: dict[str, Place] = {
    place.key: place
    for place in (
        Place("harbour", "Harbour Outreach", "service"),
        Place("marlowe", "Marlowe Primary", "school"),
        Place("hollybank", "Hollybank Primary", "school"),
        Place("kestrel", "Kestrel Hill School", "school"),
    )
}

CAST: tuple[Person, ...] = (
    Person(
        "senco",
        "Miriam Cole",
        "miriam.cole@marlowe.example",
        Role.SENCO,
        "marlowe",
        "Knows every pupil by name, has one morning a week for paperwork, and asks first who loses too much.",
        "Mrs Cole",
        introduced="SENCO, Marlowe",
        sees="who loses most, and why",
    ),
    Person(
        "teaching_assistant",
        "Jo Lamb",
        "jo.lamb@marlowe.example",
        Role.TEACHING_ASSISTANT,
        "marlowe",
        "Runs the sound group at 9:25, phone in one hand, and would rather be in class with the children.",
        "Miss Lamb",
        introduced="teaching assistant, Marlowe",
        sees="her groups",
    ),
    Person(
        "class_teacher",
        "Ada Okafor",
        "ada.okafor@marlowe.example",
        Role.CLASS_TEACHER,
        "marlowe",
        "Teaches Elm class, and asks where Kai is whenever she opens the paint cupboard.",
        "Miss Okafor",
        introduced="class teacher of Elm, Year 4",
        sees="who is out of her lessons",
    ),
    Person(
        "head",
        "David Penrose",
        "david.penrose@marlowe.example",
        Role.HEAD,
        "marlowe",
        "Signs off what support costs, and wants to know what it takes away as well.",
        "Mr Penrose",
        introduced="head, Marlowe",
        sees="the same, and who did what",
    ),
    Person(
        "governor",
        "Ruth Adeyemi",
        "ruth.adeyemi@marlowe.example",
        Role.GOVERNOR,
        "marlowe",
        "Reads figures on the bus, never names, and asks the question nobody else asks.",
        introduced="governor, Marlowe",
        sees="figures without names",
    ),
    Person(
        "administrator",
        "Leah Bright",
        "leah.bright@marlowe.example",
        Role.ADMINISTRATOR,
        "marlowe",
        "Keeps the rolls, the timetable and the keys, and trusts no file before she has seen the preview.",
        introduced="administrator, Marlowe",
        sees="imports, people, the school's own days",
    ),
    Person(
        "parent",
        "Dana Rowe",
        "dana.rowe@families.example",
        Role.PARENT,
        "marlowe",
        "Kai's mother: works nights, reads on her phone, and wants plain words.",
        introduced="Kai's mother",
        sees="one page in plain words",
    ),
    Person(
        "pupil",
        "Kai Rowe",
        "kai.rowe@marlowe.example",
        Role.PUPIL,
        "marlowe",
        "In Year 4, loves art, and says more with a drawing than with a sentence.",
        introduced="a pupil in Year 4",
        sees="his own page",
    ),
    Person(
        "outreach_teacher",
        "Sam Whitlock",
        "sam.whitlock@harbour.example",
        Role.OUTREACH_TEACHER,
        "harbour",
        "Visits three schools from the boot of a small car, and sees only the pupils that a school shares.",
        introduced="outreach teacher, Harbour",
        sees="only the pupils whom a school shares",
    ),
    Person(
        "service_manager",
        "Priya Raman",
        "priya.raman@harbour.example",
        Role.SERVICE_MANAGER,
        "harbour",
        "Must say each summer whether the service helped, and will not claim more than the numbers show.",
        introduced="service manager, Harbour",
        sees="cases of all schools, and figures",
    ),
    Person(
        "senco_hollybank",
        "Grace Idowu",
        "grace.idowu@hollybank.example",
        Role.SENCO,
        "hollybank",
        "New in post, inherited a dozen groups, and is finding out which of them anybody measured.",
        "Mrs Idowu",
        introduced="SENCO, Hollybank",
        sees="a dozen groups that she inherited, most of them never measured",
    ),
    Person(
        "senco_kestrel",
        "Tom Ashworth",
        "tom.ashworth@kestrel.example",
        Role.SENCO,
        "kestrel",
        "Looks after a thousand pupils on a two-week timetable, and needs the few who slip out of sight.",
        "Mr Ashworth",
        introduced="SENCO, Kestrel Hill",
        sees="a thousand pupils, and the few who slip out of sight",
    ),
    Person(
        "teacher_kestrel",
        "Nia Prosser",
        "nia.prosser@kestrel.example",
        Role.CLASS_TEACHER,
        "kestrel",
        "Teaches science in Years 7 to 9, and plans each practical for who will really be there.",
        "Ms Prosser",
        introduced="science teacher, Kestrel Hill",
        sees="the pupils of her own classes, and no others",
    ),
    Person(
        "administrator_harbour",
        "Owen Marsh",
        "owen.marsh@harbour.example",
        Role.ADMINISTRATOR,
        "harbour",
        "Adds new colleagues, ends old accounts on the day, and reads the audit when it is quiet.",
        introduced="administrator, Harbour",
        sees="who can sign in",
    ),
    Person(
        "left",
        "Colin Hart",
        "colin.hart@marlowe.example",
        Role.SENCO,
        "marlowe",
        "Was the SENCO until last summer: signs in out of habit, and rightly sees nothing.",
        "Mr Hart",
        has_left=True,
        introduced="was the SENCO of Marlowe until last summer",
        sees="nothing, and a sentence that says why",
    ),
)


def person(key: str) -> Person:
    """Return somebody of the cast by key. KeyError if there is nobody of that key."""
    return {somebody.key: somebody for somebody in CAST}[key]
