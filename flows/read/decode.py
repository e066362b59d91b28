"""Bytes to text, only where the encoding is certain."""

from __future__ import annotations

import codecs
import re

from flows.read.rejects import UnreadableFileError

BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
MAGIC_NUMBERS = (
    b"PK\x03\x04",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"\x7fELF",
    b"\x1f\x8b",
    b"\xd0\xcf\x11\xe0",
    b"\xffWPC",
    b"{\\rtf",
    b"BZh",
    b"7z\xbc\xaf",
)
# NUL and control bytes that no text, page or terminal log needs.
CONTROL_BYTES = bytes([*range(0x00, 0x09), *range(0x0E, 0x1B), *range(0x1C, 0x20)])
MAX_CONTROL_SHARE = 0.05

# Codecs that a web page may declare; Latin-1 means Windows-1252 to every browser.
DECLARED_CODECS = {
    "utf-8": "utf-8",
    "utf8": "utf-8",
    "us-ascii": "cp1252",
    "iso-8859-1": "cp1252",
    "latin-1": "cp1252",
    "latin1": "cp1252",
    "windows-1252": "cp1252",
    "iso-8859-15": "iso-8859-15",
    "windows-1251": "cp1251",
    "koi8-r": "koi8-r",
    "windows-1256": "cp1256",
    "iso-8859-6": "iso-8859-6",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "gb18030": "gb18030",
    "big5": "big5",
    "windows-1250": "cp1250",
    "iso-8859-2": "iso-8859-2",
}
DECLARED_CHARSET = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w-]{2,20})""", re.IGNORECASE)

# What Western European prose needs beyond ASCII; anything else in Windows-1252 (superscripts,
# broken bars, thorn) is rather another encoding misread.
WESTERN_LETTERS = "àâäáãåæçèéêëìíîïñòóôöõøœùúûüýÿšžßÀÂÄÁÃÅÆÇÈÉÊËÌÍÎÏÑÒÓÔÖÕØŒÙÚÛÜÝŠŽ"
WESTERN_SIGNS = "\u00a0‘’“”„‚–—…•«»‹›¿¡ºª°§€£©®™½¼¾·\u00ad"
UNLIKELY_1252 = re.compile(rf"[^\x00-\x7f{WESTERN_LETTERS}{WESTERN_SIGNS}]")
LETTER_RUN = re.compile(rf"[{WESTERN_LETTERS}]{{3}}")
WESTERN_WORDS = re.compile(
    r"\b(?:the|of|and|to|le|la|les|des|et|el|los|que|de|der|die|und|dos|che)\b", re.IGNORECASE
)
WORDS_PER_WESTERN_WORD = 14


def decode_content(content: bytes, is_page: bool = False) -> str:
    """Return the text of a file: UTF-8, UTF-16 by its mark, else surely Windows-1252.

    `is_page` lets a `<meta charset>` decide. Raises UnreadableFileError.
    """
    for mark, encoding in BYTE_ORDER_MARKS:
        if content.startswith(mark):
            return _decode_strictly(content[len(mark) :], encoding)
    if is_binary(content):
        raise UnreadableFileError("binary_file")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        declared = _declared_codec(content) if is_page else None
        if declared not in (None, "utf-8"):
            return _decode_strictly(content, str(declared))
        return _decode_western(content)


def is_binary(content: bytes) -> bool:
    """Return whether the bytes are an archive, image or word-processor file, not text."""
    if content.startswith(MAGIC_NUMBERS):
        return True
    sample = content[:65536]
    controls = len(sample) - len(sample.translate(None, CONTROL_BYTES))
    return controls > MAX_CONTROL_SHARE * len(sample) and controls > 1


def _declared_codec(content: bytes) -> str | None:
    declared = DECLARED_CHARSET.search(content[:4096])
    return DECLARED_CODECS.get(declared.group(1).decode("ascii").lower()) if declared else None


def _decode_strictly(content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        raise UnreadableFileError("wrong_encoding") from error


def _decode_western(content: bytes) -> str:
    """Return Windows-1252 text if its letters and words can be nothing else, else raise."""
    text = _decode_strictly(content, "cp1252")
    words = text.count(" ") + text.count("\n") + 1
    known = sum(1 for _ in WESTERN_WORDS.finditer(text))
    if UNLIKELY_1252.search(text) or LETTER_RUN.search(text) or known * WORDS_PER_WESTERN_WORD < words:
        raise UnreadableFileError("wrong_encoding")
    return text
