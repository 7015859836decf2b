"""Lines that are tried are told what would become of them; nothing becomes of them."""

import datetime as dt

from services.bulk import trying
from services.bulk.models import Line
from tests import make
from tests.api.test_dry_run import everything
from tests.bulk.sending import Inline, ndjson, posted, sent
from tests.reporting import publications as pub

DAY = dt.date(2023, 5, 4)
OWN = {"accounts_auditentry", "accounts_idempotencykey", "bulk_line", "bulk_upload", "jobs_job", "clients_use"}


def tried(api, kind, lines):
    """What would become of the lines, and the published figures that they would move."""
    answer = posted(api, kind, ndjson(lines), query="?dry_run=true")
    assert (answer.status_code, answer.json()["trial"]) == (202, True), answer.json()
    with make.acting("integrator") as by:
        job = Inline(by, upload=answer.json()["id"])
        job.moved = []
        trying.attempt(job)
    return api.get(f"uploads/{answer.json()['id']}/lines/").json()["results"], job.moved


def test_the_lines_are_told_and_nothing_else_changes(api):
    make.lived("home_help", make.person("王一"), until="approved")
    one, other = make.person("李二"), make.person("赵三")
    pub.frozen()
    city = api("integrator")
    given = {"opened_on": DAY, "external_system": "citycard", "declared_unemployed": True}
    lines = [{**given, "external_id": f"{n}", "person": str(who.pk)} for n, who in enumerate((one, other))]
    assert [line["status"] for line in sent(city, "home_help", lines[:1])] == ["new"]
    changed = {**lines[0], "opened_on": DAY + dt.timedelta(days=1)}
    asked = [lines[0], lines[1], changed, {**lines[1], "external_id": "3", "opened_on": "2023-02-30"}, lines[1]]
    before = everything()
    results, moved = tried(city, "home_help", asked)
    after = everything()
    assert [line["status"] for line in results] == ["same", "new", "repeated", "wrong", "repeated"]
    assert results[3]["errors"][0]["pointer"] == "/opened_on"
    assert all(line["case"] is None for line in results)
    assert {name for name, rows in after.items() if before[name] != rows} <= OWN
    assert moved and {one["before"] != one["after"] for one in moved} == {True}
    with make.acting(None):
        assert not Line.objects.filter(upload__trial=True, case__isnull=False).exists()
    assert [line["status"] for line in sent(city, "home_help", lines)] == ["same", "new"]


def test_only_a_boolean_tries(api, refused):
    answer = posted(api("integrator"), "fuel", b"{}", query="?dry_run=x")
    refused(answer, 400, "request.invalid", "/dry_run")
    refused(posted(api("integrator"), "fuel", b"{}", query="?dryrun=1"), 400, "request.invalid", "/dryrun")
