"""The web page on the published warehouse: read-only, without a script that documents could reach."""
