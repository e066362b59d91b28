"""Who is speaking in each sentence."""
