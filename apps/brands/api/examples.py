"""What answers look like, for the description of the API: one record of each main kind."""

from typing import Any

Example = dict[str, Any]

BRAND: Example = {
    "id": 41, "display_name": "Château Margaux", "source_name": "CHÂTEAU MARGAUX", "normal_form": "CHATEAU MARGAUX",
    "aliases": ["CHATEAU MARGAUX", "CHÂTEAU MARGAUX"], "website": "https://margaux.example/", "website_state": "known",
    "permits": ["NY-I-15066"], "importers": ["NY-I-15066"], "origins": ["51"], "origin_names": ["France"],
    "categories": ["Wine"], "sku_count": 12, "first_completed": "2015-03-02", "last_completed": "2024-02-05",
    "archived_at": None, "merged_into": None, "tags": [],
}  # fmt: skip
SKU: Example = {
    "id": 903, "ttb_id": "24031001000123", "brand_id": 41, "brand": "Château Margaux",
    "brand_name": "CHÂTEAU MARGAUX", "fanciful_name": "GRAND VIN", "permit": "NY-I-15066", "serial": "240007",
    "completed_date": "2024-02-05", "origin": "51", "origin_desc": "FRANCE", "class_type": "80",
    "class_type_desc": "TABLE RED WINE", "category": "Wine", "status": None, "source": "registry",
    "archived_at": None, "market": "imported",
}  # fmt: skip
IMPORT: Example = {
    "id": 7, "name": "day.csv", "source": "upload", "state": "done", "gate_percent": 20.0,
    "report": {
        "status": "done", "rows": 108, "new": 104, "updated": 1, "unchanged": 2, "duplicate": 0, "quarantined": 1,
        "conflicting": 0, "brands_new": 31, "bridged": 0, "importers_matched": 12, "permits_unmatched": 3,
    },
    "error": {}, "change_set": 19, "job": 23, "subscription": None, "corrects": None, "actor_id": 2,
    "actor_name": "Bob", "created_at": "2024-02-06T09:00:00Z", "started_at": "2024-02-06T09:00:01Z",
    "finished_at": "2024-02-06T09:00:03Z",
}  # fmt: skip
EXPORT: Example = {
    "id": 5, "resource": "brands", "format": "csv", "filter": {"origin": ["51"]}, "fields": [], "sort": "", "state": "ready",
    "rows": 120, "size": 18044, "error": {}, "job": 24, "actor_id": 2, "actor_name": "Bob", "created_at": "2024-02-06T09:10:00Z",
    "ready_at": "2024-02-06T09:10:02Z", "expires_at": "2024-02-13T09:10:02Z",
}  # fmt: skip
