"""aidgraph: who is linked with whom, which source says so, and who has nobody."""

__version__ = "0.1.0"
