"""The test house itself keeps its word."""

import socket

import pytest
from django.db import connection

from apps.brands.models import Brand
from tests.factories.catalogue import make_brand, make_sku


def test_a_test_ends_where_the_next_begins_in_public(in_acme):
    assert connection.schema_name == "w_acme"


def test_the_next_test_is_in_public(rows):
    assert connection.schema_name == "public"


def test_what_a_test_writes_is_gone_afterwards(in_acme):
    assert not Brand.objects.exists()
    make_sku(make_brand("Petrus"))
    assert Brand.objects.count() == 1


def test_what_a_test_writes_is_gone_afterwards_really(in_acme):
    assert not Brand.objects.exists()


def test_globex_sees_nothing_of_acme(in_acme, globex):
    make_brand()
    connection.set_tenant(globex)
    assert not Brand.objects.exists()


@pytest.mark.commits
def test_a_test_that_commits_is_seen_by_other_threads(in_acme, together):
    make_brand()
    assert together(Brand.objects.count, Brand.objects.count) == [1, 1]


@pytest.mark.commits
def test_a_test_that_commits_leaves_nothing(in_acme):
    assert not Brand.objects.exists()


def test_the_network_is_closed():
    with socket.socket() as line, pytest.raises(RuntimeError, match="tried to reach"):
        line.connect(("192.0.2.1", 80))
