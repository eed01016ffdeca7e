"""allauth's pages, but those for e-mail addresses: the profile changes them, with the password and a confirmation."""

from typing import Any

from allauth.account.urls import urlpatterns as pages

ELSEWHERE = {"account_email", "account_confirm_email", "account_email_verification_sent"}
urlpatterns: list[Any] = [one for one in pages if one.name not in ELSEWHERE]
