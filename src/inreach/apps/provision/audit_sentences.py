"""The sentence of every event that this app records, about support groups and programmes."""

from inreach.apps.audit.recording.sentences import register_sentences

register_sentences(
    {
        "group.pupils_listed": "looked at pupils who could join a support group, {pupils} of them",
        "group.read": "looked at a support group",
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
    },
)
