"""How fast a load is, and how much memory it takes, at growing numbers of documents."""
