"""Sealed fields open only where they belong; the blind index finds without telling."""

import pytest
from django.test import override_settings
from hypothesis import given
from hypothesis import strategies as st

from services.people.crypto import DecryptionFailed, Keyring, blind_index, decrypt, encrypt, index_key, is_current

OLD, NEW = b"o" * 32, b"n" * 32
PLACE = {"table": "people_person", "column": "id_number", "row": "17"}
SECRET = "110199195001010012"
# HMAC-SHA256 of SECRET under HMAC-SHA256(key, "taizhang blind index|id_number"), computed outside this code.
PINNED = "b5036eff810b2d3a499ba28f5bd5e7863fb4b1e642f5fb943be9bae0f88987e3"


@pytest.fixture(autouse=True, scope="module")
def keys():
    with override_settings(FIELD_KEYS={2: NEW, 1: OLD}, INDEX_KEY=b"i" * 32):
        yield


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"])))
def test_what_is_sealed_opens_again(plain):
    sealed = encrypt(plain, **PLACE)
    assert decrypt(sealed, **PLACE) == decrypt(memoryview(sealed), **PLACE) == plain
    assert len(sealed) == 29 + len(plain.encode())


def test_equal_values_look_different():
    assert len({encrypt(SECRET, **PLACE) for _ in range(100)}) == 100
    assert SECRET.encode() not in encrypt(SECRET, **PLACE)


@pytest.mark.parametrize("moved", [{"table": "people_other"}, {"column": "phone"}, {"row": "18"}, {"row": "170"}])
def test_a_value_copied_elsewhere_does_not_open(moved):
    with pytest.raises(DecryptionFailed):
        decrypt(encrypt(SECRET, **PLACE), **{**PLACE, **moved})


@given(st.integers(0, 46), st.integers(1, 255))
def test_a_changed_byte_does_not_open_and_nothing_is_told(place, change):
    sealed = bytearray(encrypt(SECRET, **PLACE))
    sealed[place] ^= change
    with pytest.raises(DecryptionFailed) as caught:
        decrypt(bytes(sealed), **PLACE)
    assert SECRET not in str(caught.value) and bytes(sealed).hex() not in str(caught.value)
    assert caught.value.__context__ is None or caught.value.__suppress_context__


@pytest.mark.parametrize("length", [0, 1, 13, 28])
def test_a_cut_value_does_not_open(length):
    with pytest.raises(DecryptionFailed):
        decrypt(encrypt(SECRET, **PLACE)[:length], **PLACE)


def test_the_first_key_seals_and_older_keys_still_open():
    with override_settings(FIELD_KEYS={1: OLD}):
        sealed = encrypt(SECRET, **PLACE)
        assert is_current(sealed)
    assert sealed[0] == 1 and not is_current(sealed)
    assert decrypt(sealed, **PLACE) == SECRET
    assert encrypt(SECRET, **PLACE)[0] == 2
    with override_settings(FIELD_KEYS={1: OLD, 2: NEW}):  # the order decides, not the number
        assert encrypt(SECRET, **PLACE)[0] == 1


def test_a_missing_key_is_named_by_its_version():
    sealed = encrypt(SECRET, **PLACE)
    with override_settings(FIELD_KEYS={1: OLD}), pytest.raises(DecryptionFailed, match="2"):
        decrypt(sealed, **PLACE)
    with override_settings(FIELD_KEYS={2: OLD}), pytest.raises(DecryptionFailed):
        decrypt(sealed, **PLACE)


@pytest.mark.parametrize("place", [{"row": ""}, {"row": "None"}, {"table": ""}, {"table": "a|b"}, {"column": "a|b"}])
def test_a_row_without_an_id_is_refused(place):
    with pytest.raises(ValueError):
        encrypt(SECRET, **{**PLACE, **place})


@pytest.mark.parametrize("keys", [{}, {0: NEW}, {256: NEW}, {1: b"short"}])
def test_wrong_keys_are_refused(keys):
    with pytest.raises(ValueError):
        Keyring(keys)


@given(
    st.text(min_size=1, max_size=20, alphabet="0123456789X"), st.text(min_size=1, max_size=20, alphabet="0123456789X")
)
def test_the_blind_index_is_equal_for_equal_values_only(one, other):
    assert (blind_index(one, purpose="id_number") == blind_index(other, purpose="id_number")) == (one == other)
    assert blind_index(one, purpose="id_number") != blind_index(one, purpose="phone")
    assert len(blind_index(one, purpose="phone")) == 32


def test_the_blind_index_never_changes():
    assert blind_index(SECRET, purpose="id_number").hex() == PINNED


def test_the_blind_index_depends_on_its_own_key_only():
    before = blind_index(SECRET, purpose="id_number")
    with override_settings(FIELD_KEYS={9: OLD}):
        assert blind_index(SECRET, purpose="id_number") == before
    with override_settings(INDEX_KEY=b"j" * 32):
        assert blind_index(SECRET, purpose="id_number") != before


def test_no_value_no_purpose_or_a_short_key_has_no_index():
    with pytest.raises(ValueError):
        blind_index("", purpose="id_number")
    with pytest.raises(ValueError):
        blind_index(SECRET, purpose="")
    with pytest.raises(ValueError):
        index_key(b"short", "id_number")
