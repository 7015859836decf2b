"""Examples of bodies for the description, in an order in which they can be sent one after the other.

Who has nothing but the description gets from a new person to a reviewed case. A test sends each; the person is made up.
"""

from typing import Any

PERSON = "110199197707079619"  # of the unallocated area 110199, taken by demo and tests only
EXAMPLES: dict[str, dict[str, Any]] = {
    "organisations_create": {"kind": "provider", "name": "模拟康复服务中心"},
    "people_create": {
        "name": "欧阳示例",
        "id_number": PERSON,
        "street": "110102007",
        "external_system": "onecard",
        "external_id": "P-2023-000017",
    },
    "people_find": {"external_system": "onecard", "external_id": "P-2023-000017"},
    "people_update": {"phone": "13800138000"},
    "people_reveal": {"purpose": "与市平台核对身份"},
    "certificates_create": {
        "id_number": PERSON,
        "number": f"{PERSON}42",
        "valid_from": "2020-03-02",
        "valid_to": "2030-03-02",
        "lower_limb": True,
    },
    "households_create": {"id_number": PERSON, "on": "2020-03-02", "address": "模拟胡同1号"},
    "circumstances_create": {
        "id_number": PERSON,
        "code": "unemployed",
        "valid_from": "2023-01-01",
        "source": "失业登记名册2023-01",
    },
    "circumstances_end": {"on": "2023-12-01"},
    "cases_home_help_create": {
        "id_number": PERSON,
        "opened_on": "2023-03-01",
        "declared_unemployed": True,
        "external_system": "onecard",
        "external_id": "C-2023-004711",
    },
    "cases_step": {"on": "2023-03-02"},
    "cases_home_modification_create": {
        "id_number": PERSON,
        "opened_on": "2023-03-01",
        "tenure": "owned",
        "needs": "坡道、扶手",
    },
    "cases_fuel_create": {"id_number": PERSON, "opened_on": "2023-03-01", "plate": "京残00017"},
    "cases_annul": {"reason": "登记错了人"},
    "certificates_end": {"on": "2023-06-01", "reason": "own_request"},
    "exports_create": {"what": "case"},
    "webhooks_create": {
        "name": "市残联一体化平台",
        "url": "https://hooks.city.example/taizhang",
        "kinds": ["fuel", "person"],
        "contact": "ops@city.example",
    },
    "webhooks_update": {"kinds": []},
    "webhooks_rotate": {"end_old": True},
    "webhooks_replay": {"dead": True},
}


def with_examples(result: Any, **_kwargs: Any) -> Any:
    """Postprocessing of the description: each example stands with the body of its operation."""
    for methods in result["paths"].values():
        for operation in methods.values():
            if example := EXAMPLES.get(operation["operationId"]):
                operation["requestBody"]["content"]["application/json"]["example"] = example
    return result
