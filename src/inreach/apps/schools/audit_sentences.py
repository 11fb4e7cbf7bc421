"""The sentence of every event that this app records, about a school, its pupils and its calendar."""

from inreach.apps.audit.recording.sentences import register_sentences

register_sentences(
    {
        "audit.read": "looked at the audit",
        "organisation.started": "started a {kind} in Inreach",
        "pupils.listed": "looked at a list of {pupils:pupil|pupils}",
        "pupil.opened": "opened a form about {pupil}",
        "pupil.changed": "changed the details of {pupil}",
        "pupil.sen_changed": "changed the SEN details of {pupil} from {starts}",
        "class.read": "looked at a class with {pupils} of its pupils",
        "subjects.set": "set what {count:subject is|subjects are}",
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
    },
)
