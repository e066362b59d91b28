"""The blocks of text of a web page, from the parser's events."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

import polars as pl

from flows.read.columns import LayoutCells
from flows.read.rejects import MAX_LINES, UnreadableFileError
from flows.reference import Reference, once_per_reference


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


HEADINGS = {f"h{n}" for n in range(1, 7)}
BLOCK_TAGS = (
    _words(
        "p div section article main header footer aside nav ul ol li dl dt dd table caption thead "
        "tbody tfoot tr td th blockquote figure figcaption pre form fieldset center address details "
        "summary hr body html head title hgroup search dialog menu"
    )
    | HEADINGS
)
UNREAD_TAGS = _words(
    "script style noscript template svg math select option button textarea object iframe canvas "
    "video audio label legend datalist map"
)
VOID_TAGS = _words("area base br col embed hr img input link meta param source track wbr")
FURNITURE_TAGS = {"nav", "aside", "footer", "menu", "dialog"}
FURNITURE_ROLES = {"navigation", "complementary", "contentinfo", "search", "dialog", "menu", "menubar"}
UNNAMED_TAGS = {"html", "body", "main", "article"}  # their class describes the page, not a part
# what these hold is described anew; any other element without telling attributes is like the one around it
TELLING_TAGS = (
    UNREAD_TAGS
    | FURNITURE_TAGS
    | HEADINGS
    | _words("title main article header li figcaption caption cite blockquote pre tr td th")
)
NUMBERED_TAGS = {"article", "tr", "td", "th"}  # each is told from the others of its form
MAX_NUMBERED = 100_000  # no article has more; what follows counts as one
TOLD_BY = ("class", "id", "role", "style")  # what attributes tell of an element
MAX_NAME_CHARS = 400
MIN_PROSE_CHARS = 40
MAX_LINK_SHARE = 0.8
WORD = re.compile(r"[a-z0-9]+")
HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)

BLOCK_SCHEMA = {
    "text": pl.String,
    "hint": pl.String,
    "gap": pl.Boolean,
    "indent": pl.Boolean,
    "link_share": pl.Float64,
    "in_main": pl.Boolean,
    "article": pl.Int64,
    "is_furniture_tag": pl.Boolean,
    "is_furniture_name": pl.Boolean,
    "is_beside": pl.Boolean,
}


@once_per_reference
def page_words(reference: Reference) -> dict[str, str]:
    """Return what a word in the class or id of an element means."""
    return dict(reference["page_words"].select("word", "meaning").iter_rows())


@dataclass(slots=True)
class Element:
    """An open element, with all that its ancestors say of the text in it.

    `children` remembers what elements of one form in it are: pages repeat few forms.
    """

    tag: str
    hint: str | None = None
    is_read: bool = True
    in_main: bool = False
    article: int = 0  # number of the outermost article around it, 0: none
    row: int = 0  # of the innermost table
    cell: int = 0
    is_furniture_tag: bool = False
    is_furniture_name: bool = False
    is_link: bool = False
    is_preformatted: bool = False
    children: dict[tuple, Element] = field(default_factory=dict)


@dataclass(slots=True)
class Block:
    """A run of text between two block tags."""

    text: str
    element: Element
    gap: bool
    indent: bool
    link_share: float


class BlockReader:
    """Collects blocks and stated metadata as an lxml parser target."""

    def __init__(self, words: dict[str, str]) -> None:
        self.blocks: list[Block] = []
        self.stated: dict[str, str] = {}
        self._words = words
        self._named: dict[str, set[str]] = {}
        self._open = [Element("")]
        self._text: list[str] = []
        self._chars = self._link_chars = 0
        self._numbered = 0
        self._cells = LayoutCells()
        self._gap = True
        self._breaks = 0

    # -- the parser's events

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        tag = str(tag).lower()
        if tag in ("meta", "link"):
            self._note_stated(tag, attributes)
        elif tag == "br":
            self._flush(gap=self._breaks > 0)
            self._breaks += 1
        if tag in VOID_TAGS:
            return
        element = self._open_element(tag, attributes)
        if tag in BLOCK_TAGS or element.hint == "byline":
            self._flush(gap=True)
        self._open.append(element)
        if tag == "time" and "datetime" in attributes and not element.is_furniture_tag:
            self.stated.setdefault("time", attributes["datetime"])

    def end(self, tag: str) -> None:
        tag = str(tag).lower()
        if tag in VOID_TAGS or len(self._open) == 1:
            return
        if tag in BLOCK_TAGS or self._open[-1].hint == "byline":
            self._flush(gap=True)
        self._open.pop()

    def data(self, text: str) -> None:
        element = self._open[-1]
        if element.tag == "title":
            self.stated["title"] = self.stated.get("title", "") + text
        elif element.is_read:
            self._text.append(text)
            length = len(text.strip())
            self._chars += length
            self._link_chars += length if element.is_link else 0

    def comment(self, text: str) -> None:
        """Comments are not printed."""

    def close(self) -> None:
        self._flush(gap=True)

    def rows(self) -> Iterator[tuple]:
        """Yield the blocks as rows of BLOCK_SCHEMA."""
        is_beside = self._cells.beside_article(
            (block.element.cell, len(block.text))
            for block in self.blocks
            if len(block.text) >= MIN_PROSE_CHARS and block.link_share < MAX_LINK_SHARE
        )
        for block in self.blocks:
            element = block.element
            yield (
                block.text,
                element.hint,
                block.gap,
                block.indent,
                block.link_share,
                element.in_main,
                element.article,
                element.is_furniture_tag,
                element.is_furniture_name,
                is_beside[element.cell],
            )

    # -- what the elements say

    def _note_stated(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "link":
            name, value = "link:" + attributes.get("rel", "").lower(), attributes.get("href", "")
        else:
            named = attributes.get("property") or attributes.get("name") or attributes.get("itemprop") or ""
            name, value = named.lower(), attributes.get("content", "")
        self.stated.setdefault(name, value)

    def _open_element(self, tag: str, attributes: dict[str, str]) -> Element:
        above = self._open[-1]
        if not attributes and tag not in TELLING_TAGS:
            return above
        form: tuple = (tag,)
        if attributes:
            form += (*map(attributes.get, TOLD_BY), "href" in attributes, "hidden" in attributes)
        element = above.children.get(form)
        is_numbered = tag in NUMBERED_TAGS and self._numbered < MAX_NUMBERED
        if element is None or is_numbered:
            self._numbered += is_numbered
            element = above.children[form] = self._describe(tag, attributes, above)
        return element

    def _describe(self, tag: str, attributes: dict[str, str], above: Element) -> Element:
        meanings = self._meanings(attributes) if tag not in UNNAMED_TAGS else set()
        role = attributes.get("role", "").lower()
        in_quote = above.hint in ("blockquote", "byline")
        furniture_tag = (tag in FURNITURE_TAGS or role in FURNITURE_ROLES) and not in_quote
        site_header = (tag == "header" or role == "banner") and not (above.in_main or above.article)
        return Element(
            tag=tag,
            hint=self._hint(tag, above, meanings),
            is_read=above.is_read and tag not in UNREAD_TAGS and not self._is_hidden(attributes, meanings),
            in_main=above.in_main or tag == "main" or role == "main",
            article=above.article or (self._numbered if tag == "article" else 0),
            row=self._numbered if tag == "tr" else above.row,
            cell=self._cells.open_cell(above.cell, above.row) if tag in ("td", "th") else above.cell,
            is_furniture_tag=above.is_furniture_tag or furniture_tag or site_header,
            is_furniture_name=above.is_furniture_name or "furniture" in meanings,
            is_link=above.is_link or (tag == "a" and "href" in attributes),
            is_preformatted=above.is_preformatted or tag == "pre",
        )

    def _meanings(self, attributes: dict[str, str]) -> set[str]:
        """What the words of class and id mean: `media-caption` is a caption."""
        name = f"{attributes.get('class', '')} {attributes.get('id', '')}"[:MAX_NAME_CHARS]
        if name not in self._named:
            words = {*name.lower().split(), *WORD.findall(name.lower())}
            self._named[name] = {self._words[word] for word in words if word in self._words}
        return self._named[name]

    @staticmethod
    def _is_hidden(attributes: dict[str, str], meanings: set[str]) -> bool:
        style = attributes.get("style", "")
        return (
            "hidden" in meanings
            or "hidden" in attributes
            or bool(style and HIDDEN_STYLE.search(style[:MAX_NAME_CHARS]))
        )

    @staticmethod
    def _hint(tag: str, above: Element, meanings: set[str]) -> str | None:
        """What the innermost telling element says of the text."""
        if tag in HEADINGS or tag == "li":
            return tag
        if tag in ("figcaption", "caption") or "caption" in meanings:
            return "caption"
        if tag in ("cite", "footer") and above.hint == "blockquote":
            return "byline"
        if tag == "blockquote" or "pull_quote" in meanings:
            return above.hint if above.hint == "byline" else "blockquote"
        return above.hint

    # -- collecting

    def _flush(self, gap: bool) -> None:
        """End the block that was being collected; the next one stands behind a gap or a line's end."""
        element = self._open[-1]
        text = "".join(self._text)
        if text.strip():
            share = self._link_chars / max(self._chars, 1)
            lines = text.split("\n") if element.is_preformatted else [" ".join(text.split())]
            for line in lines:
                self._add_line(line, element, share)
            self._breaks = 0
        self._gap = self._gap or gap
        self._text.clear()
        self._chars = self._link_chars = 0

    def _add_line(self, line: str, element: Element, share: float) -> None:
        if not line.strip():
            self._gap = True
            return
        if len(self.blocks) == MAX_LINES:
            raise UnreadableFileError("too_many_lines")
        indent = line.startswith(("  ", "\t"))
        self.blocks.append(Block(line.strip(), element, self._gap, indent, share))
        self._gap = False
