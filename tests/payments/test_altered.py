"""What somebody with the owner's rights changes behind the walls is noticed by the next hand and by verify."""

import pytest
from django.db import connections

from accounts.errors import RuleBroken
from services.payments import actions, checking
from tests import make
from tests.payments.test_hands import MONTH, grant


def test_verify_and_the_next_hand_notice_what_was_altered_behind_the_walls(own_database):
    """Somebody with the owner's rights switched the trigger off."""
    case = grant()
    batch = make.through(make.prepared("home_help", MONTH), "check")
    with make.acting(None):
        assert list(checking.problems()) == []
    with connections["owner"].cursor() as cursor:
        cursor.execute("ALTER TABLE payments_payment DISABLE TRIGGER payment_guard")
        cursor.execute("UPDATE payments_payment SET amount = 999 WHERE case_id = %s", [case.pk])
        cursor.execute("ALTER TABLE payments_payment ENABLE TRIGGER payment_guard")
    with make.acting("director") as by, pytest.raises(RuleBroken) as refused:
        actions.approve(by=by, batch=batch)
    assert refused.value.code == "batch.altered"
    with make.acting(None):
        found = list(checking.problems())
    assert any("its content is not the one that was checked" in sentence for sentence in found)
    assert any("count or total do not agree" in sentence for sentence in found)
    assert any("its lines do not sum" in sentence for sentence in found)
