"""What `pip install` does before it packs the client: name the version and make the generated code."""

import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface
from hatchling.metadata.plugin.interface import MetadataHookInterface

# the build does not run in this folder
sys.path.insert(0, str(Path(__file__).parent))

import generate


class Version(MetadataHookInterface):
    """The version of the client."""

    def update(self, metadata: dict[str, Any]) -> None:
        """The API's version, then the release it comes from."""
        metadata["version"] = generate.version()


class Code(BuildHookInterface[Any]):
    """The generated code."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Make it when it is not there or no longer fits."""
        generate.main()
