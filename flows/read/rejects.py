"""Why a file could not be read: one code and one sentence for the person who put it there."""

from __future__ import annotations

MAX_LINES = 1_500_000  # ten years of verbatim records have fewer; more would not fit into 2 GB

# What happened and what to do, by code; the sentence opens with the file's name.
ADVICE = {
    "empty_file": "holds no text; remove it or save the document again",
    "binary_file": "is not text, a web page or a PDF; save the document as .txt, .html or .pdf",
    "wrong_encoding": "is in a character encoding that cannot be told for sure; save it as UTF-8",
    "no_text": "has no readable text; give a PDF a text layer, or save the page with its text",
    "too_many_lines": "has more lines than any document; split it or remove what is no text",
    "too_slow_pdf": "takes too long to read as a PDF; save its text as .txt or print it to a simpler PDF",
    "unreadable_pdf": "is damaged or encrypted as a PDF; download it again or save it without a password",
    "unreadable_html": "cannot be parsed as a web page; save the page again from the browser",
}


class UnreadableFileError(Exception):
    """One file cannot become a document; `code` is a key of ADVICE."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def describe_reject(source_path: str, code: str) -> str:
    """Return `minutes/a.pdf is damaged …: one sentence naming the file and what to do."""
    return f"{source_path} {ADVICE[code]}."
