"""The token in a link with which a password is chosen; for a stranger it is made as well, and leaves nothing."""

from allauth.account.forms import EmailAwarePasswordResetTokenGenerator
from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction


class ResetTokenGenerator(EmailAwarePasswordResetTokenGenerator):
    """Makes a token for somebody who was never kept by keeping them for a moment, and taking that back."""

    def make_token(self, user: AbstractBaseUser) -> str:
        if not user._state.adding:
            return str(super().make_token(user))
        with transaction.atomic():
            user.save()
            token = str(super().make_token(user))
            transaction.set_rollback(True)
        user._state.adding = True
        return token
