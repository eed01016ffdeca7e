"""Which tests coverage watches: it costs half as much time again, and to switch it off and on costs as much as a test."""

from collections.abc import Iterator
from typing import Any

import pytest

MEASURED = 3
UNMEASURED = ("commits", "journey", "unmeasured")


class Measuring:
    """Coverage is of lines met at least once: it is measured in the first case of every third test that commits
    nothing and is no journey. What these reach, all reach: the figure is a lower bound."""

    def __init__(self, config: pytest.Config) -> None:
        self._config = config
        self._watched: set[str] = set()

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Choose, once the tests have their order and their marks."""
        tests: dict[tuple[Any, str], int] = {}
        for item in items:
            name = (item.path, getattr(item, "originalname", item.name))
            place = tests.setdefault(name, len(tests)) if name not in tests else 1
            if place % MEASURED == 0 and not any(map(item.get_closest_marker, UNMEASURED)):
                self._watched.add(item.nodeid)

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Iterator[None]:
        """Switch only where a test that is watched meets one that is not."""
        control = getattr(self._config.pluginmanager.getplugin("_cov"), "cov_controller", None)
        wanted = item.nodeid in self._watched
        if control is not None and control.started != wanted:
            control.resume() if wanted else control.pause()
        return (yield)
