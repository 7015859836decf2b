"""Why a figure differs between two readings: the change, split record by record into buckets that sum exactly.

A *record* is what the figure counts: a person, household or organisation (it contributes -1 or +1); of a count of
entries or a sum the line of corrections that began with one entry (before and after); between two years the subject
of the entries, so that a payment of one year is held against the other year's of the same person.

Two readings may differ in knowledge, definition, scope (street, basis) and year. One is turned into the other in this
order, a step at a time; a record belongs to the last step at which its contribution changed, hence to one bucket, and
a record whose steps cancel each other to none. In the step of knowledge the evidence in the ledger decides:

| bucket     | what decides                                                                                        |
| ---------- | --------------------------------------------------------------------------------------------------- |
| identity   | its entries count in both, but for another person: a merge, or its undoing, in between              |
| withdrawal | its entry was voided and nothing stands in its place; or what had ended it was withdrawn            |
| street     | what stands in its place bears another street; or a handover ended it here and began it there       |
| year       | what stands in its place is dated outside the period (or was, before it)                            |
| correction | any other replacement: amount, quantity, person, grade ... or a day within the period               |
| new        | an entry that replaces nothing known before, of a day on or after the day of the first reading      |
| late       | an entry that replaces nothing known before, of a day before that: it could have been known         |
| definition | one version of the declaration counts it, the other does not                                        |
| scope      | one street (district, basis) counts it, the other does not                                          |
| new / gone | between two years: only in the second / only in the first                                           |
| changed    | between two years: in both, with another quantity or amount                                         |

The end of a stock (a cancelled certificate) is an entry like others: it makes its member leave by `late`, `new` ...
Where several entries hold a member, the last to go decides, and of those which bring one in, the first to come.
"""

from reporting.explain.buckets import LABELS, MEANINGS, Bucket
from reporting.explain.explaining import At, Explained, Explanation, explain, explain_part
from reporting.explain.records import Record
from reporting.explain.sides import Side

__all__ = [
    "LABELS",
    "MEANINGS",
    "At",
    "Bucket",
    "Explained",
    "Explanation",
    "Record",
    "Side",
    "explain",
    "explain_part",
]
