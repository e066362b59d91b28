"""Staging, dbt, gates, publishing, exports: everything that touches DuckDB."""
