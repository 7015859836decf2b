"""Who: persons, certificates, households, residence, organisations."""

from services.people.models.certificate import Certificate, CertificateComponent
from services.people.models.codes import Category, Grade, Sex, street_of_custody
from services.people.models.distinct import DistinctPair
from services.people.models.handover import HandoverRequest
from services.people.models.household import Household, HouseholdMember, Residence
from services.people.models.organisation import Organisation
from services.people.models.person import Person, masked_id, owners_of, phone_index, records_of

__all__ = [
    "Category",
    "Certificate",
    "CertificateComponent",
    "DistinctPair",
    "Grade",
    "HandoverRequest",
    "Household",
    "HouseholdMember",
    "Organisation",
    "Person",
    "Residence",
    "Sex",
    "masked_id",
    "owners_of",
    "phone_index",
    "records_of",
    "street_of_custody",
]
