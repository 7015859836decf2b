"""The import of a workbook against COPY of the same rows without any look at them, and against django-import-export's
defaults; in databases of their own, where all of them commit."""

import datetime as dt
import io
import json
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from typing import Any

import xlsxwriter
from django.core.management.base import CommandError
from django.db import connection
from django.utils.translation import gettext as _

from accounts.models import AuditEntry, Street
from accounts.scoping import enter, system_scope
from reporting.benches import scratch
from services.cases import kinds
from services.cases.models import Case
from services.jobs.registry import Running
from services.ledger import bulk
from services.ledger.models import Entry
from services.people import crypto, names, numbers
from services.people.models import Certificate, Person, Residence
from services.workbooks import actions, work
from services.workbooks.models import ImportedRow, Workbook
from services.workbooks.opening_actions import CASE

KIND = "home_help"  # of the kinds whose rule reads certificates, statuses and other cases, the most frequent
MANY, FEW = 20_000, 200
ROUNDS = 3
DAY, BORN, SINCE = dt.date(2023, 1, 15), dt.date(1970, 1, 1), dt.date(2015, 1, 1)
DAYS = 150  # of application; certificates differ by as many days
NAMES = ("张伟强", "李秀英", "王芳", "刘洋", "欧阳建国", "陈静", "杨丽娟", "赵磊", "黄敏", "周杰")
HEADINGS = ("姓名", "身份证号", "申请日期", "已提交未就业声明")


def run() -> dict[str, Any]:
    """`vs_copy`: our rows a second, from the stored file on, over those of the bare COPY (large is good, 1 the most);
    `vs_import_export`: our rows a second over the library's. All of them commit."""
    if find_spec("import_export") is None:
        raise CommandError(_("没有安装 django-import-export，不能比较。请先安装开发依赖（make test 会安装）。"))
    speeds = scratch.measured(__name__, scratch.as_it_is, many=MANY, few=FEW, rounds=ROUNDS)
    median = {name: sorted(found)[len(found) // 2] for name, found in speeds.items()}
    return {
        "ratios": {
            "vs_copy": round(median["ours"] / median["copy"], 2),
            "vs_import_export": round(median["ours"] / median["import_export"], 1),
        },
        "detail": {"rows": MANY, "rows_per_second": {name: round(value) for name, value in median.items()}},
    }


def measure(names: list[str], *, many: int, few: int, rounds: int) -> dict[str, list[float]]:
    """In the child: rows a second in each round."""
    speeds: dict[str, list[float]] = {"ours": [], "copy": [], "import_export": []}
    with enter(system_scope()):
        street = Street.objects.values_list("pk", flat=True)[0]
        people = people_of(street, many)
        workbook = _uploaded(street, _file(people))
    for _round in range(rounds):
        with scratch.copied(names[0]):
            speeds["import_export"].append(few / timed(_by_library, people[:few]))
        with scratch.copied(names[0]):
            speeds["ours"].append(many / timed(_import, workbook, many))
            with enter(system_scope()):
                rows = _written()
        with scratch.copied(names[0]):
            speeds["copy"].append(many / timed(_copy, rows))
    return speeds


def timed(act: Callable[..., Any], *args: Any) -> float:
    """Seconds."""
    began = time.perf_counter()
    act(*args)
    return time.perf_counter() - began


class Held(Running):
    """Without a job: batches that commit, of which nobody sees the progress."""

    def __init__(self, **args: str) -> None:
        self.scope, self.args = system_scope(), args
        self.moved, self._kept = [], {}

    def advance(self, done: int, total: int, message: str = "") -> None:
        """Nobody looks."""

    @contextmanager
    def batch(self) -> Any:
        with enter(self.scope):
            yield self._kept


def people_of(street: str, many: int) -> list[tuple[uuid.UUID, str, str]]:
    """People with severe certificates: (key, name, number) of each."""
    people, certificates, homes, found = [], [], [], []
    for n, (born, number, own) in enumerate(_numbers(many)):
        key, name, since = uuid.uuid4(), NAMES[n % len(NAMES)], SINCE + dt.timedelta(n % DAYS)
        index = crypto.blind_index(f"bench {number}", purpose="certificate")
        seal = crypto.encrypt(number, table="person", column="id_number", row=str(key))
        people.append((key, street, name, "M", born, seal, own, False, names.search_keys(name), 1))
        certificates.append((uuid.uuid4(), street, key, b"", index, 4, 1, True, since, ""))
        homes.append((key, street, "hukou", street, born))
        found.append((key, name, number))
    columns = ("id", "street_id", "name", "sex", "born_on", "id_cipher", "id_index", "suspected", "keys", "version")
    bulk.copy_rows(Person, columns, people)
    held = "id street_id person_id number_cipher number_index category grade lower_limb valid_from end_reason"
    bulk.copy_rows(Certificate, held.split(), certificates)
    bulk.copy_rows(Residence, ("person_id", "street_id", "kind", "at_street_id", "valid_from"), homes)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE people_person, people_certificate, people_residence")
    return found


def _numbers(many: int) -> Iterator[tuple[dt.date, str, bytes]]:
    """(birthday, ID number, its blind index) of so many."""
    for n in range(many):
        born = BORN + dt.timedelta(n // 500)
        number = numbers.synthetic_id(born, "M", n % 500)
        yield born, number, crypto.blind_index(number, purpose="id_number")


def _file(people: list[tuple[uuid.UUID, str, str]]) -> bytes:
    memory = io.BytesIO()
    with xlsxwriter.Workbook(memory, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        sheet.write_row(0, 0, HEADINGS)
        for line, (_key, name, number) in enumerate(people, start=1):
            sheet.write_row(line, 0, (name, number))
            sheet.write_datetime(line, 2, DAY + dt.timedelta(line % DAYS), day)
            sheet.write(line, 3, "是")
    return memory.getvalue()


def _uploaded(street: str, content: bytes) -> Workbook:
    workbook = actions.upload(by=None, book=KIND, street=street, filename="bench.xlsx", content=content)
    Workbook.objects.filter(pk=workbook.pk).update(mode="good", state="accepting")
    return workbook


def _import(workbook: Workbook, many: int) -> None:
    work.accept(Held(workbook=str(workbook.pk)))
    with enter(system_scope()):
        count = ImportedRow.objects.filter(workbook=workbook).count()
    if count != many:
        raise CommandError(_("只导入了 %(count)s 行，测不出结果。") % {"count": count})


def _written() -> list[tuple[Any, list[str], list[tuple]]]:
    """(table, columns, rows) of everything that the import wrote."""
    keys = list(ImportedRow.objects.values_list("case", flat=True))
    cases = Case.objects.filter(pk__any=keys)
    entry = [name for name in bulk.ENTRY.split() if name != "id"]
    imported = [f.attname for f in ImportedRow._meta.concrete_fields if f.name != "id"]
    rows = list(ImportedRow.objects.values_list(*imported))
    detail = kinds.get(KIND).detail_model
    audits = AuditEntry.objects.order_by("-id").filter(action=f"{KIND}.submitted")
    return [
        (Case, CASE.split(), list(cases.values_list(*CASE.split()))),
        (
            detail,
            ["case_id", "street_id", "declared_unemployed"],
            list(detail.objects.filter(pk__any=keys).values_list("case_id", "street_id", "declared_unemployed")),
        ),
        (Entry, entry, list(Entry.objects.filter(case__any=keys).values_list(*entry))),
        (AuditEntry, list(bulk.AUDIT), [(*row[:-1], json.dumps(row[-1])) for row in audits.values_list(*bulk.AUDIT)]),
        (ImportedRow, imported, rows),
    ]


def _copy(written: list[tuple[Any, list[str], list[tuple]]]) -> None:
    """As fast as rows can come in, with their keys made: COPY to staging, then one upsert per table."""
    with enter(system_scope()):
        for model, columns, rows in written:
            _upsert(model, columns, rows)


def _upsert(model: Any, columns: list[str], rows: list[tuple]) -> None:
    """What is there already is changed, where anybody may change it (a ledger is only added to)."""
    table, names, key = model._meta.db_table, ", ".join(columns), model._meta.pk.attname
    then = "NOTHING"
    if key in columns:
        then = "UPDATE SET " + ", ".join(f"{name} = excluded.{name}" for name in columns if name != key)
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TEMP TABLE staging ON COMMIT DROP AS SELECT {names} FROM {table} WITH NO DATA")
        with cursor.copy(f"COPY staging ({names}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)
        target = f"({key}) " if key in columns else ""
        cursor.execute(f"INSERT INTO {table} ({names}) SELECT {names} FROM staging ON CONFLICT {target}DO {then}")
        cursor.execute("DROP TABLE staging")


def _by_library(people: list[tuple[uuid.UUID, str, str]]) -> None:
    """The same cases by the library's ways: a resource, its widgets, a row at a time."""
    from import_export import fields, resources, widgets  # a dependency of development alone
    from tablib import Dataset

    kind, street = kinds.get(KIND), Street.objects.first()

    class HomeHelp(resources.ModelResource):
        person = fields.Field("person", "person", widgets.ForeignKeyWidget(Person, "pk"))

        class Meta:
            model = Case
            import_id_fields = ("external_id",)
            fields = ("external_id", "person", "opened_on")

        def before_save_instance(self, instance: Case, row: Any, **kwargs: Any) -> None:
            instance.kind, instance.street, instance.status = KIND, street, kind.opening.to
            instance.external_system, instance.claim = "bench", f"{KIND}:{instance.person_id}"

        def after_save_instance(self, instance: Case, row: Any, **kwargs: Any) -> None:
            kind.detail_model(case=instance, street=street, declared_unemployed=True).save(force_insert=True)
            entry = Entry(code=f"{KIND}.submitted", happened_on=DAY, street=street, case=instance)
            entry.person, entry.to_status = instance.person, instance.status
            entry.save(force_insert=True)
            AuditEntry(action=entry.code, street=street, target=str(instance.pk), outcome="done").save()

    data = Dataset(headers=["external_id", "person", "opened_on"])
    for n, (key, _name, _number) in enumerate(people):
        data.append((f"bench-{n}", str(key), DAY.isoformat()))
    with enter(system_scope()):
        result = HomeHelp().import_data(data, raise_errors=True)
    if result.has_errors() or result.totals["new"] != len(people):
        raise CommandError(_("比较用的导入没有成功，测不出结果。"))
