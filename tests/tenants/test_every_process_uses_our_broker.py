"""Each entry point imports `config.celery` first: else a shared task would bind to a broker of no one."""

import subprocess
import sys

import pytest

from tests.database import ROOT

ASK = """
import {module}
from celery import current_app
task = current_app.tasks["apps.core.tasks.deliver"]
from apps.tenants.tasks_base import WorkspaceTask
print(task.app.main, task.app.conf.broker_url, isinstance(task, WorkspaceTask))
"""


@pytest.mark.parametrize("module", ["config.wsgi", "config.asgi"])
def test_a_shared_task_is_bound_to_our_application(module):
    from django.conf import settings

    done = subprocess.run(
        [sys.executable, "-c", ASK.format(module=module)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
        timeout=300,
        env={**__import__("os").environ, "DJANGO_SETTINGS_MODULE": "config.settings.test"},
    )
    name, broker, is_ours = done.stdout.split()[-3:]
    assert (name, broker, is_ours) == ("colabase", settings.CELERY_BROKER_URL, "True")


def test_the_command_line_imports_it_before_any_app_loads():
    text = (ROOT / "manage.py").read_text()
    assert "import config.celery" in text
    assert text.index("import config.celery") < text.index("execute_from_command_line(sys.argv)")
