"""Whose an e-mail address is: whoever follows a link from a message that went there has shown it."""

from allauth.account.models import EmailAddress

from inreach.apps.accounts.models import User


def confirm_address(user: User) -> None:
    """Note that the address is this person's, so that they can turn the second step on."""
    EmailAddress.objects.update_or_create(
        user=user, email=user.email, defaults={"verified": True, "primary": True}
    )
