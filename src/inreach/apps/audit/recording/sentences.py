"""Each event as an English sentence: who did what, to whom.

A sentence is made of who acted and what they did. `{pupil}` and `{person}` stand for names that the reader may see, or
for "a pupil" and "somebody"; other names in braces are details of the event. A verb that has no sentence yet, or an
event that lacks a detail, falls back to its own words, so that nothing is left out.
"""

from collections.abc import Mapping
from typing import Any

from inreach.apps.audit.models import Event

A_PUPIL = "a pupil"
SOMEBODY = "somebody"

PREDICATES: Mapping[str, str] = {
    "audit.read": "looked at the audit",
    "person.signed_in": "signed in",
    "person.signed_out": "signed out",
    "person.changed_password": "changed their password",
    "person.reset_password": "chose a new password with a link from an e-mail",
    "person.added_second_factor": "turned their second step on",
    "person.removed_second_factor": "turned their second step off",
    "person.renewed_recovery_codes": "made new recovery codes",
    "organisation.started": "started a {kind} in Inreach",
    "membership.added": "gave {person} the role {role}, from {starts}",
    "membership.ended": "ended the role {role} of {person}, last day {ends}",
    "pupils.listed": "looked at a list of {pupils} pupils",
    "cases.listed": "looked at a list of cases about {pupils} pupils",
    "pupil.opened": "opened a form about {pupil}",
    "pupil.changed": "changed the details of {pupil}",
    "pupil.sen_changed": "changed the SEN details of {pupil} from {starts}",
    "group.pupils_listed": "looked at pupils who could join a support group, {pupils} of them",
    "class.read": "looked at a class with {pupils} of its pupils",
    "pupil.read": "read the record of {pupil}",
    "pupil.read_plain": "read the page in plain words of {pupil}",
    "today.read": "looked at the sessions of {day}, with {pupils} pupils",
    "ledger.read": "looked at the ledger of the week from {week}, with {pupils} pupils",
    "ledger.exported": "took the ledger of the week from {week} out as a file",
    "plan.made": "planned the support of the week from {week}",
    "groups.formed": "shared pupils out into groups for the week from {week}",
    "ledger.printed": "printed the ledger of the week from {week}",
    "figures.read": "looked at the figures",
    "guard.line_moved": "moved a line of the guard from {before} to {after}",
    "guard.line_put_back": "put a line of the guard back where it was",
    "target.moved": "moved a target of {pupil} from {from} to {to}",
    "case.moved": "moved a case about {pupil} from {from} to {to}",
    "group.read": "looked at a support group",
    "targets.read": "read the targets of {pupil}",
    "target.read": "read a target of {pupil}",
    "target.written": "wrote a target for {pupil}",
    "target.changed": "changed a target of {pupil}",
    "target.rated": "rated a target of {pupil}",
    "target.agreed": "agreed a target of {pupil}",
    "target.agreement_removed": "took back an agreement to a target of {pupil}",
    "target.levels_worded": "put the levels of a target of {pupil} into words",
    "target.facts_ticked": "ticked what is true of a target of {pupil}",
    "target.review_moved": "moved the review of a target of {pupil}",
    "target.expected_changed": "changed the expected rating of a target of {pupil}",
    "rating.corrected": "corrected a rating of {pupil}",
    "case.opened": "opened a case about {pupil}",
    "case.read": "read a case about {pupil}",
    "case.sharing_ended": "ended the sharing of {pupil} with a service",
    "case.date_changed": "changed the next date of a case about {pupil}",
    "group.added": "started a support group",
    "group.changed": "changed a support group",
    "group.ended": "ended a support group",
    "group.member_added": "added {pupil} to a support group",
    "group.member_ended": "ended the support of {pupil} in a group",
    "slot.added": "gave a support group a time",
    "slot.changed": "changed the time of a support group",
    "slot.ended": "ended a time of a support group",
    "programme.added": "added a programme",
    "programme.changed": "changed a programme",
    "import.brought": "brought a file to import",
    "import.refused": "brought a file that was refused",
    "import.applied": "imported a file",
    "import.dropped": "dropped a file without importing it",
    "subjects.set": "set what {count} subjects are",
    "year.added": "added the school year {name}",
    "year.changed": "changed the school year {name}",
    "term.added": "added the term {name}, {starts} to {ends}",
    "term.changed": "changed the term {name} to {starts} to {ends}",
    "term.removed": "removed the term {name}",
    "closures.added": "closed the school ({reason})",
    "closure.removed": "opened the school again on {day}",
    "day.set": "changed the school day",
    "staff.added": "added a member of staff",
    "staff.changed": "changed what is known of a member of staff",
    "evaluation.made": "evaluated targets and printed {what}",
    "evaluation.counted": "counted targets of the school in an evaluation of {service}",
    "evaluation.left": "let charts of an evaluation leave, small numbers hidden",
    "demo.loaded": "loaded the demonstration",
}
OF_STRANGERS: Mapping[str, str] = {
    "person.failed_to_sign_in": "Somebody tried to sign in as {person} and failed",
    "person.gave_wrong_code": "Somebody with the password of {person} gave a wrong code",
}


def label(verb: str) -> str:
    """A verb as a choice in a list: the sentence without its names."""
    text = OF_STRANGERS.get(verb) or PREDICATES.get(verb) or own_words(verb)
    plain = text.format_map(_Placeholders())
    return plain[:1].upper() + plain[1:]


class _Placeholders(dict[str, str]):
    def __missing__(self, key: str) -> str:
        return {"pupil": A_PUPIL, "person": SOMEBODY}.get(key, "…")


def own_words(verb: str) -> str:
    """A verb without a sentence, in its own words."""
    return f"recorded “{verb.replace('.', ' ').replace('_', ' ')}”"


def sentence(event: Event, *, who: str, pupil: str = "", person: str = "") -> str:
    """The event in one sentence. `who` acted; `pupil` and `person` are those it is about, "" if not to be named."""
    words: dict[str, Any] = {
        **event.details,
        "pupil": pupil or A_PUPIL,
        "person": person or SOMEBODY,
        "role": str(event.details.get("role", "")).replace("_", " "),
    }
    if event.verb in OF_STRANGERS:
        about = person or "somebody who is not known here"
        return OF_STRANGERS[event.verb].format(person=about) + "."
    try:
        predicate = PREDICATES[event.verb].format_map(words)
    except KeyError:
        predicate = own_words(event.verb) + (f" about {pupil or A_PUPIL}" if event.pupil_id else "")
    return f"{who} {predicate}."
