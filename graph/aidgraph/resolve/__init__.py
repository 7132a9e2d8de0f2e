"""From names to parties: the index of names, identity of parties, and statements made into claims."""
