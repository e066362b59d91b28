"""The facts of each sentence: figures, quotations, positions, instruments, alignments, votes."""
