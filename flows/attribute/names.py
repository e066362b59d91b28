"""Personal names: one canonical case, one folded form, and whether two spellings are one person."""

from __future__ import annotations

import re
import unicodedata
from difflib import SequenceMatcher

PLAIN_LETTERS = str.maketrans({"ł": "l", "Ł": "L", "ø": "o", "Ø": "O", "đ": "d", "Đ": "D", "ı": "i"})
MIXED_CASE = re.compile(r"^([A-Z][a-z]+|[a-z]+[-’'])(?=[A-ZÀ-Þ]{2})")
INITIALS = re.compile(r"(?:\w\.)+")
IRISH = re.compile(r"MC[A-Z]{3}")
NO_LETTERS = re.compile(r"[^a-z0-9]+")
REGNAL_NUMBERS = frozenset({"II", "III", "IV", "VII", "VIII", "IX", "XII", "XIV", "XVI"})  # not Xi, not Vi
WORD_IN_TOKEN = re.compile(r"[^\W\d_]+")


def fold_name(name: str) -> str:
    """Fold a name for comparison: `SVEN JÜRGENSON` and `Sven Jurgenson` agree."""
    if not name.isascii():
        name = unicodedata.normalize("NFKD", name.translate(PLAIN_LETTERS))
        name = "".join(c for c in name if not unicodedata.combining(c))
    return NO_LETTERS.sub(" ", name.lower()).strip()


def canonical_name(printed: str, particles: frozenset[str]) -> str:
    """Return a name in its usual case: `KAREL VAN OOSTEROM` -> `Karel van Oosterom`."""
    tokens = printed.replace("‑", "-").split()
    return " ".join(
        token
        if position and token in REGNAL_NUMBERS
        else token.lower()
        if position and token.isupper() and (token.lower() in particles or token == "OF")
        else _usual_case(token)
        for position, token in enumerate(tokens)
    )


def _usual_case(token: str) -> str:
    if token.isascii() and token.isalpha() and token.isupper() and not token.startswith("MC"):
        return token.capitalize()
    mixed = MIXED_CASE.match(token)
    if mixed:  # McHUGH, al-THANI
        return mixed.group() + _usual_case(token[mixed.end() :])
    if token != token.upper() or sum(map(str.isalpha, token)) < 2 or INITIALS.fullmatch(token):
        return token
    if IRISH.match(token):
        return "Mc" + _usual_case(token[2:])
    return WORD_IN_TOKEN.sub(lambda m: _capitalize(m.group()), token)


def _capitalize(word: str) -> str:
    return word[0] + unicodedata.normalize("NFC", word[1:].lower().replace("i̇", "i"))


def is_alike(a: str, b: str, share: float) -> bool:
    """Say whether so large a share of two words is the same letters in the same order."""
    compared = SequenceMatcher(None, a, b, autojunk=False)
    # the first two are upper bounds, and cheap
    return (
        compared.real_quick_ratio() >= share and compared.quick_ratio() >= share and compared.ratio() >= share
    )


def same_person(a: str, b: str, *, share_office: bool) -> bool:
    """Say whether two folded full names are spellings of one person's name.

    `yuri fedotov` and `yury fedotov` are; `yuri federov` only if both hold the same office.
    """
    x, y = _long_tokens(a), _long_tokens(b)
    if x == y or not x or not y:
        return x == y
    if set(x) <= set(y) or set(y) <= set(x):
        return min(len(x), len(y)) > 1
    # surnames first: fewer are alike
    has_surname = x[-1] == y[-1] or is_alike(x[-1], y[-1], 0.6 if share_office else 0.85)
    return has_surname and is_alike(x[0], y[0], 0.7)


def _long_tokens(folded: str) -> list[str]:
    return [token for token in folded.split() if len(token) > 1]
