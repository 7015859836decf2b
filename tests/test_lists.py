"""Lists and pages say things in words, and a search box finds."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import AuditEntry
from services.policy.models import Holiday, Policy
from tests import make

pytestmark = pytest.mark.django_db


def shown(client: Client, who: str, name: str, *args: Any, **query: str) -> str:
    client.force_login(make.user(who))
    return client.get(reverse(f"admin:{name}", args=args), query).content.decode()


def test_an_organisation_is_found_by_its_name(client):
    make.organisation("京西康复服务中心")
    make.organisation("城南康复服务中心")
    text = shown(client, "clerk_a", "people_organisation_changelist", q="京西")
    assert "京西康复服务中心" in text and "城南康复服务中心" not in text


def test_what_cannot_be_searched_has_no_search_box(client):
    assert 'role="search"' not in shown(client, "officer", "cases_override_changelist")


def test_rules_of_double_claims_name_both_programmes(client):
    text = shown(client, "officer", "policy_exclusion_changelist")
    assert "困难残疾人生活补贴" in text and "living_allowance" not in text


def test_delivered_names_are_in_chinese():
    assert not Holiday.objects.filter(name__regex="[A-Za-z]").exists()
    assert not Policy.objects.filter(label__regex="[a-z]{3}").exists()


def test_an_entry_of_the_audit_shows_what_it_holds(client):
    person = make.person()
    with make.acting("auditor"):
        entry = AuditEntry.objects.filter(action="person.registered").latest("id")
    assert str(person.pk) in shown(client, "auditor", "accounts_auditentry_change", entry.pk)


def test_where_nothing_is_typed_no_draft_is_offered(client):
    policy = Policy.objects.filter(verified_by="")[0].pk
    assert "存为草稿" in shown(client, "officer", "policy_policy_propose", policy)
    assert "存为草稿" not in shown(client, "officer", "policy_policy_verify", policy)
