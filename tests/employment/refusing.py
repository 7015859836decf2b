from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from accounts.errors import DomainError


@contextmanager
def refused(error: type[DomainError], code: str) -> Iterator[None]:
    """What stands inside is refused with this code and in a whole sentence."""
    with pytest.raises(error) as refusal:
        yield
    assert refusal.value.code == code and str(refusal.value).endswith("。")
