"""A book into the database, through the bulk path of the ledger: COPY, then INSERT under triggers and policies."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from contextvars import copy_context
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connection, connections

from deploy.district.book import Book
from deploy.district.days import first
from deploy.district.people import Household, Resident
from services.cases import kinds
from services.cases.models import Case, CaseParty
from services.cases.sealed import SealedText
from services.devices.models import DeviceItem
from services.ledger.bulk import append, copy_rows, reserve_ids
from services.ledger.models import Entry
from services.people import crypto, models, names

PERSON = (
    "id street_id community_id name sex born_on id_cipher id_index phone_cipher phone_index"
    " suspected died_on keys version"
)
CERTIFICATE = (
    "id street_id person_id number_cipher number_index category grade lower_limb valid_from valid_to"
    " ended_on end_reason"
)
CASE = (
    "id serial kind street_id community_id person_id household_id organisation_id status opened_on origin"
    " external_system claim version"
)
ENTRY = (
    "id code happened_on street_id community_id case_id person_id household_id organisation_id quantity amount detail"
    " for_month valid_until category grade age sex suspected from_status to_status reason ends_id"
)


@contextmanager
def beside(write: Callable[[], None]) -> Iterator[None]:
    """Does `write` in a thread while the block computes; the block may not touch the database, whose connection is
    the thread's for so long."""
    shared = connections[DEFAULT_DB_ALIAS]

    def run() -> None:
        connections[DEFAULT_DB_ALIAS] = shared
        write()

    shared.inc_thread_sharing()
    try:
        with ThreadPoolExecutor(1) as pool:
            writing = pool.submit(copy_context().run, run)
            yield
            writing.result()
    finally:
        shared.dec_thread_sharing()


def write_residents(residents: list[Resident]) -> None:
    _write_people(residents)
    _write_certificates(residents)


def _sealed(text: str, table: str, column: str, row: str) -> bytes | None:
    return crypto.encrypt(text, table=table, column=column, row=row) if text else None


def _write_people(residents: list[Resident]) -> None:
    copy_rows(models.Person, PERSON.split(), map(_person, residents))
    hukou = models.Residence.Kind.HUKOU
    copy_rows(
        models.Residence,
        ("person_id", "street_id", "kind", "at_street_id", "valid_from", "valid_to"),
        ((p.id, p.street, hukou, p.street, p.born, p.until if p.leaves == "moved_out" else None) for p in residents),
    )


def _person(p: Resident) -> tuple:
    return (
        p.id,
        p.street,
        p.community,
        p.name,
        p.sex,
        p.born,
        _sealed(p.number, "person", "id_number", p.id),
        crypto.blind_index(p.number, purpose="id_number") if p.number else None,
        _sealed(p.phone, "person", "phone", p.id),
        models.phone_index(p.phone),
        p.suspected,
        p.died,
        names.search_keys(p.name),
        1,
    )


def _write_certificates(residents: list[Resident]) -> None:
    held = [(p, c) for p in residents for c in p.certificates]
    rows = (
        (
            c.id,
            p.street,
            p.id,
            _sealed(c.number, "certificate", "number", c.id),
            crypto.blind_index(c.number, purpose="certificate"),
            c.category,
            c.grade,
            c.lower_limb,
            c.valid_from,
            c.valid_to,
            c.ended_on,
            c.reason,
        )
        for p, c in held
    )
    copy_rows(models.Certificate, CERTIFICATE.split(), rows)
    components = ((c.id, p.street, category, grade) for p, c in held for category, grade in c.components)
    copy_rows(models.CertificateComponent, ("certificate_id", "street_id", "category", "grade"), components)


def write_households(years: list[int], households: list[Household]) -> None:
    rows = ((h.id, h.street, h.community, _sealed(h.address, "household", "address", h.id)) for h in households)
    copy_rows(models.Household, ("id", "street_id", "community_id", "address_cipher"), rows)
    since = first(years[0] - 4)
    members = ((h.id, h.street, p.id, relation, since) for h in households for p, relation in h.members)
    copy_rows(models.HouseholdMember, ("household_id", "street_id", "person_id", "relation", "valid_from"), members)


def write_cases(book: Book) -> None:
    book.lives.sort(key=lambda one: one[0].opened_on)
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('case_serial') FROM generate_series(1, %s)", [len(book.lives)])
        serials = [serial for (serial,) in cursor.fetchall()]
    rows = (
        (
            life.id,
            serial,
            life.kind,
            life.street,
            life.community,
            life.person_id,
            life.household_id,
            life.organisation_id,
            life.status,
            life.opened_on,
            life.origin,
            "",
            claim,
            life.version,
        )
        for serial, (life, claim) in zip(serials, book.lives, strict=True)
    )
    copy_rows(Case, CASE.split(), rows)
    for code, details in book.details.items():
        model = kinds.get(code).detail_model
        copy_rows(model, list(details[0]), _details(model, details))
    parties = ((life.id, life.street, person.id) for life, person in book.parties)
    copy_rows(CaseParty, ("case_id", "street_id", "person_id"), parties)
    items = ((life.id, life.street, *item.values()) for life, item in book.items)
    copy_rows(DeviceItem, ("case_id", "street_id", "catalogue_id", "iso_class", "name", "quantity", "unit"), items)


def _details(model: Any, details: list[dict[str, Any]]) -> Iterator[tuple]:
    sealed = [column for column in model._meta.concrete_fields if isinstance(column, SealedText)]
    for row in details:
        texts = {column.name: column.seal(row[column.name], row["case_id"]) for column in sealed}
        yield tuple({**row, **texts}.values())


def write_entries(book: Book) -> dict[int, int]:
    """Returns key of an entry -> id. In the order of days: keys rise with time, and the index of days at its end."""
    ordered = list(book.in_order())
    ids = dict(zip((entry.key for entry in ordered), reserve_ids(Entry, len(ordered)), strict=True))

    def rows() -> Iterator[tuple]:
        for entry in ordered:
            yield (ids[entry.key], *entry[1:-2], None if entry.ends is None else ids[entry.ends])

    append(ENTRY.split(), rows())
    return ids
