"""Where bytes come from: folders of documents, and the reference tables."""
