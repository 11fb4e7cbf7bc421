"""Agreeing a target, by name."""

from inreach.apps.audit.recording.action import action, last_change
from inreach.apps.audit.recording.events import record
from inreach.apps.casework.models import SignOff, Target
from inreach.apps.casework.policies.sign_off import check_sign_target
from inreach.apps.casework.policies.target import check_write_target
from inreach.apps.casework.services.rater_role import is_family, roles_with
from inreach.apps.casework.services.wording import check_read
from inreach.core.access.policy import Actor
from inreach.core.targets.party import Party, required_parties
from inreach.core.transitions import NotAllowed


def parties_for(actor: Actor, target: Target) -> tuple[Party, ...]:
    """The parties that this person may sign for: family for themselves, staff for anybody who told them so."""
    required = required_parties(with_service=target.case_id is not None)
    if is_family(actor, target.pupil):
        own = {role.party for role in roles_with(actor, target.pupil)}
        return tuple(party for party in required if party in own)
    return required


@action
def sign_target(*, by: Actor, target: Target, party: str, name: str, wording: str = "") -> SignOff:
    """Record that a party agreed the target. Raises NotAllowed when it has agreed already, or nothing can be agreed.

    `wording` is the mark of the text that they read, if they read it on a page: nobody agrees to another one.
    """
    check_sign_target(by, target)
    if not (target.is_draft or target.is_active):
        raise NotAllowed(
            f"This target is over, so there is nothing left to agree. {last_change(target)}".strip()
        )
    check_read(target, wording)
    chosen = Party(party)
    if chosen not in parties_for(by, target):
        raise NotAllowed("You can agree this target for yourself only.")
    if not name.strip():
        raise NotAllowed("Write the name of the person who agreed.")
    before = SignOff.objects.filter(target=target, party=chosen).first()
    if before is not None:
        raise NotAllowed(f"{before.name} has agreed already, on {before.agreed_on:%-d %B %Y}.")
    signed = SignOff.objects.create(
        target=target, party=chosen, name=name.strip(), agreed_on=by.today, recorded_by=by.user_id
    )
    _say(signed, by, "target.agreed")
    return signed


@action
def remove_sign_off(*, by: Actor, sign_off: SignOff) -> None:
    """Take an agreement back while the target is being written. Raises NotAllowed once work has started."""
    target = sign_off.target
    check_write_target(by, target.pupil)
    if not target.is_draft:
        why = "is over" if target.is_over else "has started"
        raise NotAllowed(f"Work on this target {why}, so who agreed it stays. {last_change(target)}".strip())
    _say(sign_off, by, "target.agreement_removed")
    sign_off.delete()


def _say(sign_off: SignOff, by: Actor, verb: str) -> None:
    pupil = sign_off.target.pupil
    record(
        verb,
        by=by,
        subject=sign_off.target,
        pupil_id=pupil.pk,
        organisation_id=pupil.school_id,
        details={
            "sign_off": str(sign_off.pk),
            "party": str(sign_off.party),
            "agreed_on": sign_off.agreed_on.isoformat(),
        },
    )
