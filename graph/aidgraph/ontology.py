"""Where the ontology's files are: in the installed package, or beside it in a checkout."""

from __future__ import annotations

from pathlib import Path

__all__ = ["VOCABULARY", "ontology_file"]

VOCABULARY = ("aid.ttl", "kinds.ttl")
"""The files that a build loads into its ontology graph."""


def ontology_file(name: str) -> Path:
    """Return the path of one of the files of ``ontology/``, such as ``kinds.ttl``.

    The package's own copy comes first: it is the one that was installed with this code.
    """
    package = Path(__file__).parent
    for folder in (package / "ontology", package.parent.parent / "ontology"):
        if (folder / name).is_file():
            return folder / name
    raise FileNotFoundError(f"{name} is neither in the package nor in the checkout: the installation is broken")
