"""Staging, dbt, gates, publishing: everything that writes the warehouse."""
