"""Interviews and transcripts: `UN News: …?` asks, `Jane Doe: …` answers until the next question."""

from __future__ import annotations

import polars as pl

from flows.attribute.patterns import NAME

DOC = "document_key"
FORM = "interview"
QUESTION = (
    r"^(?:(?:UN|United Nations) (?:News|Radio|TV|Video)(?: Centre| Service)?|Questions?|Q|Interviewer"
    r"|Correspondent|Journalist|Reporter|Moderator|Host)(?: \([^()]*\))?: ?"
)
ANSWER = rf"^((?:(?:Mr|Ms|Mrs|Dr|Prof)\.? )?{NAME}(?: (?:{NAME}|\p{{Ll}}{{1,3}})){{0,5}}): "
KINDS = ("news_story", "press_release", "other")
MIN_QUESTIONS = 2


def find_answers(paragraphs: pl.DataFrame) -> pl.DataFrame:
    """Return (keys, printed_name) of the paragraphs that open an answer, of documents that are interviews."""
    text = pl.col("text")
    turns = paragraphs.filter(
        pl.col("kind").is_in(KINDS) & text.str.slice(0, 60).str.contains(": ", literal=True)
    ).with_columns(asks=text.str.contains(QUESTION))
    # one question is enough in a release, whose first line says whose transcript it is
    enough = pl.when(pl.col("kind") == "press_release").then(1).otherwise(MIN_QUESTIONS)
    interviews = turns.filter(pl.col("asks").sum().over(DOC) >= enough)
    answers = interviews.filter(~pl.col("asks") & (pl.col("role") == "text"))
    named = answers.select(DOC, "paragraph_ordinal", printed_name=text.str.extract(ANSWER))
    return named.drop_nulls("printed_name")
