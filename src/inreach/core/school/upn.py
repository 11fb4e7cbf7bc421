"""Unique pupil numbers (UPN): a check letter, three digits of local authority, and nine further characters.

The check letter is the sum of the twelve later characters times the weights 2 to 13, modulo 23, in an
alphabet without I, O and S. The last character of a temporary number is a letter, valued by its place in that
alphabet. Lists of local authorities change, so none is checked.
"""

from __future__ import annotations

import re

ALPHABET = "ABCDEFGHJKLMNPQRTUVWXYZ"
TAIL = re.compile(rf"[0-9]{{11}}[0-9{ALPHABET}]")


def tidy(upn: str) -> str:
    """Return the number in capitals without spaces."""
    return "".join(upn.split()).upper()


def check_letter(tail: str) -> str:
    """Return the check letter for the twelve characters after it; ValueError if they are not a UPN's."""
    if not TAIL.fullmatch(tail):
        raise ValueError("After its first letter a UPN has eleven digits and then a digit or a letter.")
    values = (int(c) if c.isdigit() else ALPHABET.index(c) for c in tail)
    return ALPHABET[sum(value * weight for weight, value in enumerate(values, start=2)) % 23]


def explain(upn: str) -> str:
    """Return what is wrong with the number and what to do, as a sentence, or "" when it is valid."""
    number = tidy(upn)
    if len(number) != 13:
        return f"A UPN has 13 characters, and this one has {len(number)}. Check it for missing or extra ones."
    if not TAIL.fullmatch(number[1:]):
        return "A UPN is a letter, eleven digits, and then a digit or a letter, never I, O or S."
    right = check_letter(number[1:])
    if number[0] != right:
        return (
            f"The first letter of a UPN checks the rest. For these digits it would be {right}, "
            f"not {number[0]}, so one character is wrong. Compare it with the pupil's record."
        )
    return ""


def is_valid(upn: str) -> bool:
    """Say whether the number is a UPN, permanent or temporary, with the right check letter."""
    return not explain(upn)


def is_temporary(upn: str) -> bool:
    """Say whether the number is a valid temporary UPN, which ends in a letter."""
    return is_valid(upn) and tidy(upn)[-1].isalpha()
