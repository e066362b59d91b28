"""Files that are no document: a code and a sentence each, and the others are read."""

import pytest


@pytest.mark.parametrize(
    ("path", "content", "code"),
    [
        ("a.txt", b"", "empty_file"),
        ("a.txt", b"\xef\xbb\xbf \r\n\t", "empty_file"),
        ("a.txt", b"PK\x03\x04\x14\x00", "binary_file"),
        ("a.txt", bytes(range(256)), "binary_file"),
        ("a.txt", "Совет Безопасности заслушал доклад".encode("cp1251"), "wrong_encoding"),
        ("a.txt", "Příliš žluťoučký kůň".encode("cp1250"), "wrong_encoding"),
        ("a.txt", b"\xff\xfeA", "wrong_encoding"),
        ("a.txt", "Hello there".encode("utf-16-le"), "binary_file"),
        ("a.txt", b"--- *** ---\n", "no_text"),
        ("a.html", b"<html><body><script>var a = 1;</script></body></html>", "no_text"),
        ("cut.html", b'<html><body><div><a href="#main">Skip to main content</a></div><header>', "no_text"),
        ("a.pdf", b"%PDF-1.7 nothing else", "unreadable_pdf"),
        ("a.pdf", b"not a PDF at all", "unreadable_pdf"),
    ],
)
def test_reason_code(read, path, content, code):
    result = read((path, content), ("good.txt", "The wells ran dry."))
    assert result.rejects["reason_code"].to_list() == [code]
    assert result.rejects["reason"][0].startswith(f"{path} ")
    assert result.documents["source_path"].to_list() == ["good.txt"]


def test_pdf_of_scanned_pages(read, pdf):
    assert read(("scan.pdf", pdf([[], []]))).rejects["reason_code"].to_list() == ["no_text"]


@pytest.mark.parametrize(
    ("content", "text"),
    [
        ("Café – “yes”, he said.".encode(), "Café – “yes”, he said."),
        (b"\xef\xbb\xbfCaf\xc3\xa9.", "Café."),
        ("\ufeffCafé, she said.".encode("utf-16-le"), "Café, she said."),
        ("\ufeffCafé, she said.".encode("utf-16-be"), "Café, she said."),
        ("The owners of the café said “yes” to the plan.".encode("cp1252"), None),
        (b"One NUL\x00 in a long enough line of text, and that is all.", None),
    ],
)
def test_encodings_that_are_certain(read, content, text):
    expected = text or content.replace(b"\0", b"").decode("cp1252")
    assert read(("a.txt", content)).documents["text"].to_list() == [expected]


def test_no_files_at_all(read):
    result = read()
    assert (result.documents.height, result.paragraphs.height, result.rejects.height) == (0, 0, 0)
