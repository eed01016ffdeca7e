r"""Check a file, import it, list the brands it made and export them.

    COLABASE_URL=http://127.0.0.1:8000 COLABASE_KEY=cb_... COLABASE_WORKSPACE=acme \
        python import_and_export.py labels.csv brands.csv

Make a key in the workspace's settings, or with
`./dev manage create_api_key acme --user admin@acme.example --scopes '*'`.
"""

import os
import sys
from pathlib import Path

from colabase_client import ApiError, Colabase, WorkFailed


def main(source: Path, target: Path) -> None:
    """All of it."""
    with Colabase(
        os.environ["COLABASE_URL"], key=os.environ["COLABASE_KEY"], workspace=os.environ.get("COLABASE_WORKSPACE")
    ) as api:
        check = api.wait_for_import(api.upload(source, dry_run=True).id)
        found = check.preview
        print(f"{found['rows']} rows: {found['new']} new, {found['quarantined']} to correct. Nothing is changed yet.")

        api.imports.start(check.id)
        run = api.wait_for_import(check.id)
        print(f"Import {run.id} is {run.state}: {run.report['new']} new SKUs, {run.report['brands_new']} new brands.")

        for row in api.imports.each_quarantine(run.id):
            print(f"  row {row.row} waits for a correction: {', '.join(row.reasons)}")
        for brand in api.brands.each(sort="-sku_count"):
            print(f"  {brand.display_name}: {brand.sku_count} SKUs, last approved {brand.last_completed}")

        print(f"Brands are in {api.export('brands', target, format='csv')}.")


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit("Name a file to import and a file to write: import_and_export.py labels.csv brands.csv")
    try:
        main(Path(sys.argv[1]), Path(sys.argv[2]))
    except (ApiError, WorkFailed) as error:
        sys.exit(f"Colabase refused: {error}")
