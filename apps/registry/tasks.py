"""Loading the public registry off the request."""

from dataclasses import asdict
from typing import Any

from apps.core.jobs import Run, job
from apps.core.services.storage import path_of
from apps.registry.services.colas import load_registry
from apps.registry.services.permits import load_public_list


@job("registry.load", resource="registry", action="load", queue="bulk")
def load(run: Run) -> dict[str, Any]:
    """One file of the staff's: COLA records, or a permit list."""
    path, name, list_code = path_of(run.args["path"]), run.args["name"], run.args["list"]
    if list_code:
        return {"list": list_code, **asdict(load_public_list(path=path, name=name, list_code=list_code))}
    return asdict(load_registry([path], run, names=[name]))
