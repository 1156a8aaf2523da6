"""The password rules as Django asks for them (AUTH_PASSWORD_VALIDATORS); each refusal names its rule."""

from typing import Any

from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from accounts.rules import passwords
from organization.models import Unit


class Length:
    """12 to 256 characters, of any kind."""

    def validate(self, password: str, user: Any = None) -> None:
        if len(password) < passwords.SHORTEST:
            raise ValidationError(
                _("Too short: a password has at least %(least)s characters.") % {"least": passwords.SHORTEST},
                code="password_too_short",
            )
        if len(password) > passwords.LONGEST:
            raise ValidationError(
                _("Too long: a password has at most %(most)s characters.") % {"most": passwords.LONGEST},
                code="password_too_long",
            )

    def get_help_text(self) -> str:
        return _("At least 12 characters; a sentence you remember is best.")


class NotCommon(CommonPasswordValidator):
    """Not one of the 20,000 commonest passwords, nor one of them with digits and signs around it."""

    def validate(self, password: str, user: Any = None) -> None:
        if {password.casefold().strip(), passwords.plain(password), passwords.core(password)} & self.passwords:
            raise ValidationError(
                _("Too common: this password, or the word in it, stands on the list that attackers try first."),
                code="password_too_common",
            )


class NotLocal:
    """Not made of words that everybody in the offices of Hanoi would try, nor of the codes of units."""

    def validate(self, password: str, user: Any = None) -> None:
        codes = Unit.objects.values_list("code", flat=True)
        if passwords.is_made_of(password, [*passwords.local_words(), *codes]):
            raise ValidationError(
                _("Easy to guess here: the password is made of local words, codes of units and digits."),
                code="password_local",
            )

    def get_help_text(self) -> str:
        return ""


class NotOneself:
    """Not made of one's own name, user name or address, in whatever order, with or without marks."""

    def validate(self, password: str, user: Any = None) -> None:
        if user is None:
            return
        own = [user.full_name, user.username, user.email.partition("@")[0]]
        if passwords.is_made_of(password, [*passwords.name_words(*own), *own, *passwords.local_words()]):
            raise ValidationError(
                _("Easy to guess: the password is made of your own name, local words and digits."),
                code="password_own_name",
            )

    def get_help_text(self) -> str:
        return ""
