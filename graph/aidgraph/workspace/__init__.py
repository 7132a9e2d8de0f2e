"""The workspace: its folder, and the file in it that says what it is made from."""

from aidgraph.workspace.file import READS, load_workspace
from aidgraph.workspace.folder import (
    BUILD_FOLDER,
    FILE_NAME,
    Covers,
    SourceConfig,
    Workspace,
    find_workspace,
    source_iri,
)

__all__ = [
    "BUILD_FOLDER",
    "FILE_NAME",
    "READS",
    "Covers",
    "SourceConfig",
    "Workspace",
    "find_workspace",
    "load_workspace",
    "source_iri",
]
