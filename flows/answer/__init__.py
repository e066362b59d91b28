"""What reads the published file for a person: queries, search, exports, the pages made of it."""
