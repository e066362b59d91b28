"""Rostrum: United Nations press documents to a warehouse of who said what, with which figures."""

__version__ = "0.1.0"
