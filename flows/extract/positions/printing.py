"""The words that gave a stance, as the sentence prints them."""

from __future__ import annotations

import re

import polars as pl

from flows.extract.positions.lexicon import OWN_SIDE

# One character for one: a place in the folded text is a place in the printed one.
_SIGNS = {"’": "'", "‘": "'", "‑": "-", "‐": "-", "\u00a0": " ", "“": " ", "”": " ", '"': " ", "(": " "}
_SIGN_TABLE = str.maketrans(dict(_SIGNS))
MAX_GAP = 150  # what may stand between two words of a cue: `was, he said, unacceptable`
# How a word of a cue may be printed after another: `must not` as `mustn’t`.
SHORT_WORDS = {
    "not": "n't",
    "cannot": "can't",
    "will": "'ll|wo(?=n't)",
    "are": "'re",
    "have": "'ve",
    "am": "'m",
    "is": "'s",
    "us": "'s",
}
OWN_NAMES = ("affiliation_name", "affiliation_alias", "demonym", "body")


def print_cues(claims: pl.DataFrame) -> pl.DataFrame:
    """Put for each `cue` its words as printed: `ownside was ready` is `Fiji was, for its part, ready`."""
    folded = pl.concat_str(pl.lit(" "), pl.col("text").str.replace_many(_SIGNS)).str.to_lowercase()
    own_name = pl.col("affiliation_name").str.to_lowercase().fill_null("")
    wanted = pl.concat_str(pl.lit(" "), pl.col("cue").str.replace_all(OWN_SIDE, own_name, literal=True))
    before = pl.col("folded").cast(pl.Binary).bin.slice(0, pl.col("place")).cast(pl.String)
    is_same_length = pl.col("folded").str.len_chars() == pl.col("text").str.len_chars() + 1
    located = (
        claims.with_columns(folded=folded, wanted=wanted)
        .with_columns(place=pl.col("folded").str.find(pl.col("wanted"), literal=True))
        .with_columns(
            printed=pl.when(is_same_length & pl.col("place").is_not_null()).then(
                pl.col("text").str.slice(before.str.len_chars(), pl.col("wanted").str.len_chars() - 1)
            )
        )
    )
    is_lost = pl.col("printed").is_null()
    # a Python function over the three in a hundred cues of which the folding moved or changed a word
    found = located.select(pl.struct("text", "folded", "cue", *OWN_NAMES).filter(is_lost))
    printed = found[:, 0].map_elements(_find_loosely, pl.String)
    lost = located.filter(is_lost).with_columns(printed=printed)
    kept = pl.concat([located.filter(~is_lost), lost])
    return kept.with_columns(cue="printed").drop("folded", "wanted", "place", "printed", *OWN_NAMES[1:])


def _find_loosely(claim: dict[str, str]) -> str:
    """Return the stretch of the text from the first to the last word of a cue."""
    for name in [claim[n] or "" for n in OWN_NAMES]:
        words = claim["cue"].replace(OWN_SIDE, name).lower().translate(_SIGN_TABLE).split()
        kept = [bare for word in words if (bare := word.strip("_,.;:"))]
        if span := _span_words(claim["folded"], kept):
            return claim["text"][span[0] - 1 : span[1] - 1]
    return claim["cue"].replace(OWN_SIDE, "").strip(" '")


def _span_words(folded: str, words: list[str]) -> tuple[int, int] | None:
    """Return where the words stand one after another, each near the one before."""
    places = [_place_of(word) for word in words]
    for first in places[0].finditer(folded) if places else ():
        end = first.end()
        for place in places[1:]:
            following = place.search(folded, end, min(len(folded), end + MAX_GAP))
            if following is None:
                break
            end = following.end()
        else:
            return first.start(), end
    return None


def _place_of(word: str) -> re.Pattern[str]:
    """Return the pattern of a word in full or in its short form."""
    forms = [rf"(?<!\w){re.escape(word)}", *filter(None, [SHORT_WORDS.get(word)])]
    return re.compile(rf"(?:{'|'.join(forms)})(?:(?!\w)|(?=n't))")
