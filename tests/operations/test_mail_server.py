"""Where letters go is said by one address."""

import pytest

from config.services_urls import mail_server


def test_without_an_address_letters_are_printed() -> None:
    assert mail_server("")["EMAIL_BACKEND"].endswith("console.EmailBackend")


def test_an_address_says_it_all() -> None:
    made = mail_server("smtp+tls://me%40x:p%2Fw@mail.example")
    assert (made["EMAIL_HOST"], made["EMAIL_PORT"], made["EMAIL_USE_TLS"]) == ("mail.example", 587, True)
    assert (made["EMAIL_HOST_USER"], made["EMAIL_HOST_PASSWORD"]) == ("me@x", "p/w")


def test_an_address_that_names_no_mail_server_stops_the_start() -> None:
    with pytest.raises(ValueError, match="EMAIL_URL"):
        mail_server("https://mail.example")
