"""Say who is speaking in each sentence."""

from __future__ import annotations

from flows.attribute.attribution import Attribution, attribute_speakers

__all__ = ["Attribution", "attribute_speakers"]
