"""Workspaces: their names, addresses, schemas and migrations."""

from django.apps import AppConfig


class TenantsConfig(AppConfig):
    name = "apps.tenants"
    label = "tenants"
