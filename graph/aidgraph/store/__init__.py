"""Records as quads in a SPARQL store, the rules that derive more of them, and the checks they must pass."""
