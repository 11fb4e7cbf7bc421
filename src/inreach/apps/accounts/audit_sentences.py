"""The sentence of every event that this app records, about signing in and about who may."""

from inreach.apps.audit.recording.sentences import register_sentences

register_sentences(
    {
        "person.signed_in": "signed in",
        "person.signed_out": "signed out",
        "person.changed_password": "changed their password",
        "person.reset_password": "chose a new password with a link from an e-mail",
        "person.added_second_factor": "turned their second step on",
        "person.removed_second_factor": "turned their second step off",
        "person.renewed_recovery_codes": "made new recovery codes",
        "membership.asked": "asked somebody to take on the role {role}, from {starts}",
        "membership.declined": "declined the role {role}",
        "membership.withdrawn": "no longer asks somebody to take on the role {role}",
        "membership.accepted": "took on the role {role}, from {starts}",
        "membership.ended": "ended the role {role} of {person}, last day {ends}",
    },
    of_strangers={
        "person.failed_to_sign_in": "Somebody tried to sign in as {person} and failed",
        "person.gave_wrong_code": "Somebody with the password of {person} gave a wrong code",
    },
)
