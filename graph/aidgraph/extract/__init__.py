"""From prose to candidates: mentions, relations and totals with exact evidence, all of them through one gate.

What comes out is never an edge: a person accepts it first.
"""
