"""What `./dev` hands over to, under the Python of .venv: `python tools/devtool.py COMMAND ...`."""

import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def main(arguments: list[str]) -> int:
    """Run one command of `./dev`; return its exit code."""
    # Run by path, so that the caller's folder stays current for file names given to `manage`.
    sys.path.insert(0, str(ROOT))
    from tools import commands, dotenv, paths
    from tools.errors import DevError

    try:
        dotenv.load(ROOT, os.environ)
        return commands.run(arguments, paths.find(ROOT, os.environ))
    except DevError as error:
        print(f"./dev: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.path[:] = [entry for entry in sys.path if entry != str(ROOT / "tools")]
    sys.exit(main(sys.argv[1:]))
