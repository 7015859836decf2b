"""Who: persons, certificates, households, residence, organisations."""

from services.people.models.certificate import Certificate, CertificateComponent
from services.people.models.codes import Category, Grade, Sex, street_of_custody
from services.people.models.handover import HandoverRequest
from services.people.models.household import Household, HouseholdMember, Residence
from services.people.models.organisation import Organisation
from services.people.models.person import Person

__all__ = [
    "Category",
    "Certificate",
    "CertificateComponent",
    "Grade",
    "HandoverRequest",
    "Household",
    "HouseholdMember",
    "Organisation",
    "Person",
    "Residence",
    "Sex",
    "street_of_custody",
]
