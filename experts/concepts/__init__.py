"""What a text says of the field: the lexicon, its phrases, and the concepts and places read in a text."""
