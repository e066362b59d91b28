"""The text layer of a PDF, page after page."""

from __future__ import annotations

import logging
from io import BytesIO

from pypdf import PdfReader

from flows.read.plain import PAGE_BREAK
from flows.read.rejects import UnreadableFileError

MAX_PAGES = 600


def read_pdf(content: bytes) -> str:
    """Return the text of all pages, a form feed between them.

    Raises UnreadableFileError if the file is damaged, encrypted, or has no text layer.
    """
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # it reports every repaired defect
    try:
        reader = PdfReader(BytesIO(content))
        if reader.is_encrypted and not reader.decrypt(""):
            raise UnreadableFileError("unreadable_pdf")
        pages = [page.extract_text() for page in reader.pages[:MAX_PAGES]]
    except UnreadableFileError:
        raise
    except Exception as error:  # pypdf raises anything on damaged files: KeyError, RecursionError …
        raise UnreadableFileError("unreadable_pdf") from error
    if not any(page.strip() for page in pages):
        raise UnreadableFileError("no_text")
    return _without_surrogates(PAGE_BREAK.join(pages))


def _without_surrogates(text: str) -> str:
    # a broken font table yields half characters that no encoding can hold
    return text.encode("utf-8", "ignore").decode("utf-8")
