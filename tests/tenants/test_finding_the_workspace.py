"""A request names its workspace by path, header or host; all claims must agree."""

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import RequestFactory
from django.urls import get_script_prefix, set_script_prefix

from apps.tenants import fingerprint
from apps.tenants.middleware import FindWorkspace
from apps.tenants.models import Domain, Workspace
from apps.tenants.services.workspaces import resume, suspend


@pytest.fixture
def ask(rows):
    """Send a request through the middleware; what the view saw is on the answer."""

    def view(request):
        answer = HttpResponse("ok")
        answer.saw = (connection.schema_name, request.path_info, get_script_prefix(), request.urlconf)
        return answer

    def send(path="/brands/", **headers):
        return FindWorkspace(view)(RequestFactory().get(path, headers={"host": "localhost", **headers}))

    return send


def test_by_path_the_prefix_moves_to_the_script_name(ask):
    assert ask("/t/acme/brands/").saw == ("w_acme", "/brands/", "/t/acme/", "config.urls.tenant")


def test_by_path_without_a_slash(ask):
    assert ask("/t/acme").saw[:2] == ("w_acme", "/")


def test_by_header(ask):
    assert ask(**{"X-Tenant": " Acme "}).saw[:3] == ("w_acme", "/brands/", "/")


@pytest.mark.parametrize("host", ["acme.app.localhost", "acme.app.localhost:8000", "ACME.app.localhost"])
def test_by_host(ask, host):
    assert ask(host=host).saw[0] == "w_acme"


def test_by_a_domain_of_its_own(ask, acme, settings):
    settings.ALLOWED_HOSTS = ["brands.acme.example"]
    Domain.objects.create(tenant=acme, domain="brands.acme.example", is_primary=False)
    assert ask(host="brands.acme.example").saw[0] == "w_acme"


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1:8000", "[::1]:8000", "[::1]", "app.localhost"])
def test_without_a_claim_it_is_the_public_site(ask, host, settings):
    settings.ALLOWED_HOSTS = ["*"]
    assert ask(host=host).saw == ("public", "/brands/", "/", "config.urls.public")


def test_claims_that_agree_are_one_claim(ask):
    assert ask("/t/acme/brands/", host="acme.app.localhost", **{"X-Tenant": "acme"}).saw[0] == "w_acme"


@pytest.mark.parametrize(
    ("path", "headers"),
    [
        ("/t/acme/api/v1/brands", {"X-Tenant": "globex"}),
        ("/t/acme/brands/", {"host": "globex.app.localhost"}),
        ("/brands/", {"host": "acme.app.localhost", "X-Tenant": "globex"}),
        ("/t/acme/brands/", {"X-Tenant": "nobody"}),
    ],
)
def test_claims_that_disagree_are_refused(ask, path, headers):
    answer = ask(path, **headers)
    assert answer.status_code == 400
    assert b"workspace_mismatch" in answer.content


@pytest.mark.parametrize("path", ["/t/nobody/brands/", "/t/public/brands/"])
def test_an_unknown_workspace_is_not_found(ask, path):
    assert ask(path).status_code == 404


def test_a_suspended_workspace_is_closed_until_it_is_resumed(ask, acme):
    suspend(acme)
    assert ask("/t/acme/brands/").status_code == 403
    resume(acme)
    assert ask("/t/acme/brands/").status_code == 200


def test_a_workspace_with_other_migrations_answers_try_later(ask, acme):
    Workspace.objects.filter(pk=acme.pk).update(fingerprint="old")
    answer = ask("/t/acme/brands/")
    assert (answer.status_code, answer["Retry-After"]) == (503, "15")


def test_a_person_gets_a_page_and_a_program_a_problem(ask, acme):
    suspend(acme)
    assert ask("/t/acme/brands/", accept="text/html")["Content-Type"].startswith("text/html")
    assert ask("/t/acme/brands/")["Content-Type"] == "application/problem+json"
    assert ask("/t/acme/api/v1/brands", accept="text/html")["Content-Type"] == "application/problem+json"


def test_the_tenant_and_prefix_of_before_are_restored(ask, in_globex):
    set_script_prefix("/under/")
    try:
        ask("/t/acme/brands/")
        assert (connection.schema_name, get_script_prefix()) == ("w_globex", "/under/")
    finally:
        set_script_prefix("/")


def test_they_are_restored_after_an_exception_too(in_globex):
    def view(request):
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        FindWorkspace(view)(RequestFactory().get("/t/acme/brands/", headers={"host": "localhost"}))
    assert (connection.schema_name, get_script_prefix()) == ("w_globex", "/")


def test_every_workspace_of_the_tests_is_current(acme, globex):
    assert {acme.fingerprint, globex.fingerprint} == {fingerprint.current()}
