"""Paragraphs to sentences, with exact offsets."""
