"""The text layer of a PDF, page after page."""

from __future__ import annotations

import logging
import time
from io import BytesIO

from pypdf import PdfReader

from flows.read.plain import PAGE_BREAK
from flows.read.rejects import UnreadableFileError

MAX_SECONDS = 60  # 600 pages of a record take 3; one page can be made to take hours


def read_pdf(content: bytes) -> str:
    """Return the text of all pages, a form feed between them.

    Raises UnreadableFileError if the file is damaged, encrypted, has no text layer or takes too long.
    """
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # it reports every repaired defect
    try:
        pages = _read_pages(PdfReader(BytesIO(content)))
    except UnreadableFileError:
        raise
    except Exception as error:  # pypdf raises anything on damaged files: KeyError, RecursionError …
        raise UnreadableFileError("unreadable_pdf") from error
    if not any(page.strip() for page in pages):
        raise UnreadableFileError("no_text")
    return _without_surrogates(PAGE_BREAK.join(pages))


def _read_pages(reader: PdfReader) -> list[str]:
    if reader.is_encrypted and not reader.decrypt(""):
        raise UnreadableFileError("unreadable_pdf")
    deadline = time.monotonic() + MAX_SECONDS

    def check_time(*_: object) -> None:
        if time.monotonic() > deadline:
            raise UnreadableFileError("too_slow_pdf")

    # asked at every operator of a page, so that one page cannot hang the batch either
    return [page.extract_text(visitor_operand_before=check_time) for page in reader.pages]


def _without_surrogates(text: str) -> str:
    # a broken font table yields half characters that no encoding can hold
    return text.encode("utf-8", "ignore").decode("utf-8")
