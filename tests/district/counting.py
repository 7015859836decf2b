"""The facts counted by plain SQL, independently of the generator and of reporting."""

from django.db import connection

STANDING = "e.voided_at IS NULL AND e.voids_id IS NULL AND extract(year FROM e.happened_on) = %(year)s"
PERSONS = "count(DISTINCT coalesce(p.merged_into_id, e.person_id))"
HOUSEHOLDS, EMPLOYERS, ENTRIES = "count(DISTINCT e.household_id)", "count(DISTINCT e.organisation_id)", "count(*)"
VACANCIES = "coalesce(sum(e.quantity), 0)"
FLOWS = {
    "V2": (HOUSEHOLDS, "e.code = 'condolence_household.handed_over'"),
    "V3": (PERSONS, "e.code = 'condolence_student.handed_over'"),
    "V4": (PERSONS, "e.code = 'social_insurance.paid'"),
    "V5": (PERSONS, "e.code = 'fuel.paid'"),
    "V6": (PERSONS, "e.code = 'home_help.paid'"),
    "V7": (ENTRIES, "e.code = 'adult_rehab.session'"),
    "V8": (PERSONS, "e.code = 'child_rehab.attended'"),
    "V9": (PERSONS, "e.code IN ('device.approved', 'device.approved_joint')"),
    "V10": (ENTRIES, "e.code = 'device.approved'"),
    "V11": (HOUSEHOLDS, "e.code = 'home_modification.assessed'"),
    "V12": (HOUSEHOLDS, "e.code = 'home_modification.built'"),
    "V13": (HOUSEHOLDS, "e.code = 'home_modification.accepted'"),
    "V14": (PERSONS, "e.code = 'certificate_application.assessed'"),
    "V16": (ENTRIES, "e.code = 'hotline_order.received' AND extract(month FROM e.happened_on) <= 10"),
    "V17": (PERSONS, "e.code = 'legal_aid.accepted'"),
    "E2": (PERSONS, "e.code = 'ability_assessment.assessed'"),
    "E3": (PERSONS, "e.code = 'job_seeker.registered'"),
    "E4": (ENTRIES, "e.code = 'job_fair.held'"),
    "E5": (EMPLOYERS, "e.code = 'job_fair.employer_attended'"),
    "E6": (VACANCIES, "e.code = 'job_fair.employer_attended'"),
    "E7": (PERSONS, "e.code = 'job_fair.intended'"),
    "E8": (EMPLOYERS, "e.code = 'employer_visit.visited'"),
    "E9": (VACANCIES, "e.code = 'employer_visit.vacancies_developed'"),
    "E10": (PERSONS, "e.code = 'placement.placed' AND e.detail = 'visit'"),
    "E11": (PERSONS, "e.code = 'graduate.employed'"),
    "E12": (PERSONS, "e.code = 'placement.placed'"),
    "E13": (PERSONS, "e.code = 'training.enrolled'"),
    "willing": (PERSONS, "e.code = 'graduate.registered' AND e.detail = 'willing'"),
}
STOCK = f"""
    SELECT {PERSONS} FROM ledger_entry e JOIN people_person p ON p.id = e.person_id
     WHERE e.voided_at IS NULL AND {{condition}} AND e.happened_on <= %(end)s
       AND (e.valid_until IS NULL OR e.valid_until > %(end)s)
       AND NOT EXISTS (SELECT FROM ledger_entry x WHERE x.ends_id = e.id AND x.voided_at IS NULL
                        AND x.happened_on <= %(end)s)
"""
STOCKS = {
    "V1": "e.code = 'certificate.started'",
    "employed": "e.code = 'employment_status.started' AND e.detail = 'employed'",
    "seeking": "e.code = 'employment_status.started' AND e.detail = 'seeking'",
}


def value(sql: str, **parameters: object) -> int:
    """The one number that a query gives, in the scope in force."""
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters or None)
        return cursor.fetchone()[0]


def facts(year: int) -> dict[str, int]:
    found = {}
    for fact, (number, condition) in FLOWS.items():
        sql = f"SELECT {number} FROM ledger_entry e LEFT JOIN people_person p ON p.id = e.person_id"
        found[fact] = value(f"{sql} WHERE {condition} AND {STANDING}", year=year)
    for fact, condition in STOCKS.items():
        found[fact] = value(STOCK.format(condition=condition), end=f"{year}-12-31")
    return found


def joint_applications(year: int) -> int:
    return value(
        f"SELECT count(*) FROM ledger_entry e WHERE e.code = 'device.approved_joint' AND {STANDING}", year=year
    )
