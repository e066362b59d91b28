"""Bytes to documents and paragraphs: decoding, plain text, Markdown, HTML, PDF text."""
