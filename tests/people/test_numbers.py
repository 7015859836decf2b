"""Resident ID and certificate numbers: vectors of the domain file (B.1, B.4), traps of spreadsheets, masks."""

import re
from datetime import date, timedelta
from functools import partial
from pathlib import Path

import pytest
from django.test import override_settings
from hypothesis import given
from hypothesis import strategies as st

from services.people import numbers
from services.people.numbers import BadNumber, mask_certificate, mask_id, mask_name, mask_phone, synthetic_id

TODAY = date(2026, 11, 23)
MAN = "110199195001010012"
WITH_X = "11019919620307019X"
parse_id = partial(numbers.parse_resident_id, allow_synthetic=True, today=TODAY)
parse_certificate = partial(numbers.parse_certificate_number, allow_synthetic=True, today=TODAY)
synthetic_ids = st.builds(
    synthetic_id,
    st.dates(TODAY - timedelta(days=129 * 365), TODAY),
    st.sampled_from("MF"),
    st.integers(0, 499),
)


def refusal(parse, text) -> BadNumber:
    with pytest.raises(BadNumber) as caught:
        parse(text)
    return caught.value


def with_check_digit(first_17: str) -> str:
    return first_17 + numbers.check_digit(first_17)


@pytest.mark.parametrize(
    ("number", "born", "sex"),
    [
        ("11010519491231002X", date(1949, 12, 31), "F"),
        ("440524188001010014", date(1880, 1, 1), "M"),
        (MAN, date(1950, 1, 1), "M"),
        ("110199198808150028", date(1988, 8, 15), "F"),
        ("110199201504010039", date(2015, 4, 1), "M"),
        (WITH_X, date(1962, 3, 7), "M"),
    ],
)
def test_it_reads_the_vectors_of_the_standard(number, born, sex):
    parsed = numbers.parse_resident_id(number, allow_synthetic=True, today=date(born.year + 70, 1, 1))
    assert (parsed.number, parsed.born, parsed.sex, parsed.area) == (number, born, sex, number[:6])


@pytest.mark.parametrize(
    "written",
    [
        "11010519491231002x",
        " 110105 19491231 002X ",
        "110105-19491231-002X",
        "１１０１０５１９４９１２３１００２ｘ",
        "\ufeff110105\u200b19491231\u00a0002X\u3000",
        "'11010519491231002X",
        "110105—19491231–002X\n",
    ],
)
def test_it_reads_what_people_type_and_paste(written):
    assert parse_id(written).number == "11010519491231002X"


REFUSED = [
    ("", "id_number.empty"),
    (" \u200b-", "id_number.empty"),
    ("110105194912310021", "id_number.check_digit"),
    ("110102195002300012", "id_number.date"),  # 30 February with the right check digit
    ("110105491231002", "id_number.old_fifteen"),
    ("11010519491231002", "id_number.length"),
    ("11010519491231002XX", "id_number.length"),
    ("没有身份证", "id_number.length"),
    ("NIL", "id_number.length"),
    ("1.10102E+17", "id_number.spreadsheet"),
    ("1.10102198808150e+17", "id_number.spreadsheet"),
    ("1,10102E+17", "id_number.spreadsheet"),
    ("110102198808150000", "id_number.spreadsheet"),
    ("110102198808150000.0", "id_number.spreadsheet"),
    ("11O105194912310021", "id_number.letter"),
    ("l10105194912310021", "id_number.letter"),
    ("1I0105194912310021", "id_number.letter"),
    ("110105194912X10021", "id_number.characters"),
    ("11010519491231002?", "id_number.characters"),
    ("١١٠١٠٥١٩٤٩١٢٣١٠٠٢٨", "id_number.characters"),
    ("110***********0012", "id_number.masked"),
    (with_check_digit("00010219500101001"), "id_number.area"),
    (with_check_digit("16010219500101001"), "id_number.area"),
    (with_check_digit("84010219500101001"), "id_number.area"),
    (with_check_digit("11010220261124001"), "id_number.future"),
    (with_check_digit("11010218951122001"), "id_number.too_old"),
    (with_check_digit("11010200000101001"), "id_number.date"),
]


@pytest.mark.parametrize(("text", "code"), REFUSED)
def test_it_refuses_without_repeating_the_number(text, code):
    refused = refusal(parse_id, text)
    assert refused.code == code
    assert_says_nothing_of(refused, text)


def assert_says_nothing_of(refused: BadNumber, text: str) -> None:
    assert len(str(refused)) > 10 and refused.args == (refused.message,)
    assert refused.__cause__ is None and (refused.__context__ is None or refused.__suppress_context__)
    said = str(refused) + repr(refused)
    assert not re.search(r"\d{4}", said)
    assert len(text) < 4 or text not in said


def test_it_says_which_place_looks_like_a_letter():
    assert "第3位" in str(refusal(parse_id, "11O105194912310021"))
    assert "第3位" in str(refusal(parse_id, "11 o105 194912310021"))


@pytest.mark.parametrize("start", ["81", "82", "83", "91", "71"])
def test_it_reads_residence_permits(start):
    assert parse_id(with_check_digit(f"{start}000019900101001")).born == date(1990, 1, 1)


def test_born_today_and_130_years_old_are_possible():
    assert parse_id(with_check_digit("11010220261123001")).born == TODAY
    assert parse_id(with_check_digit("11010218951124001")).born == date(1895, 11, 24)


def test_a_true_number_may_end_in_three_zeros():
    true = next(
        n for day in range(1, 29) if (n := with_check_digit(f"110102195001{day:02d}100")).endswith("000")
    )  # fmt: skip
    assert parse_id(true).sex == "F"


def test_synthetic_numbers_need_the_setting():
    refused = refusal(partial(numbers.parse_resident_id, allow_synthetic=False), MAN)
    assert refused.code == "id_number.synthetic"
    assert_says_nothing_of(refused, MAN)
    with override_settings(ALLOW_SYNTHETIC_ID=False):
        assert refusal(numbers.parse_resident_id, MAN).code == "id_number.synthetic"
        assert refusal(numbers.parse_certificate_number, MAN + "43").code == "id_number.synthetic"
    with override_settings(ALLOW_SYNTHETIC_ID=True):
        assert numbers.parse_resident_id(MAN).sex == "M"


@given(synthetic_ids)
def test_every_generated_number_is_valid(number):
    parsed = parse_id(number)
    assert synthetic_id(parsed.born, parsed.sex, int(number[14:17]) // 2) == number


@given(synthetic_ids, st.integers(0, 17), st.sampled_from("0123456789X"))
def test_any_single_changed_digit_is_refused(number, place, digit):
    changed = number[:place] + digit + number[place + 1 :]
    if changed == number:
        assert parse_id(changed).number == number
    else:
        assert_says_nothing_of(refusal(parse_id, changed), changed)


@given(synthetic_ids, st.integers(0, 16))
def test_two_digits_changed_round_are_refused(number, place):
    changed = number[:place] + number[place + 1] + number[place] + number[place + 2 :]
    if changed != number:
        refusal(parse_id, changed)


@given(st.text())
def test_any_text_is_read_or_refused(text):
    for parse in (parse_id, parse_certificate):
        try:
            parse(text)
        except BadNumber as refused:
            assert refused.code.split(".")[0] in ("id_number", "certificate_number")


@pytest.mark.parametrize("sequence", [-1, 500])
def test_a_day_holds_500_of_each_sex(sequence):
    with pytest.raises(ValueError):
        synthetic_id(date(1950, 1, 1), "M", sequence)
    days = {synthetic_id(date(1950, 1, 1), sex, n) for sex in "MF" for n in range(500)}
    assert len(days) == 1000


@pytest.mark.parametrize(
    ("text", "category", "grade", "reissue"),
    [
        (MAN + "11", 1, 1, 0),
        (MAN + "74", 7, 4, 0),
        (WITH_X + "43", 4, 3, 0),
        (WITH_X.lower() + "43b1", 4, 3, 1),
        (MAN + "43B10", 4, 3, 10),
        (MAN + " 43 B2", 4, 3, 2),
    ],
)
def test_it_reads_certificate_numbers(text, category, grade, reissue):
    parsed = parse_certificate(text)
    assert (parsed.category, parsed.grade, parsed.reissue) == (category, grade, reissue)
    assert parsed.number == numbers.normalise(text) and parsed.number.startswith(parsed.resident_id.number)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "certificate_number.empty"),
        (MAN, "certificate_number.length"),
        (MAN + "4", "certificate_number.length"),
        (MAN + "43B", "certificate_number.length"),
        (MAN + "43B0", "certificate_number.reissue"),
        (MAN + "43C1", "certificate_number.reissue"),
        (MAN + "4312", "certificate_number.reissue"),
        (MAN[:17] + "43X", "certificate_number.characters"),
        (MAN[:17] + "X4X", "certificate_number.characters"),
        (MAN + "83", "certificate_number.category"),
        (MAN + "03", "certificate_number.category"),
        (MAN + "45", "certificate_number.grade"),
        (MAN + "40", "certificate_number.grade"),
        ("1.10102E+19", "certificate_number.spreadsheet"),
        ("11019919500101000000", "certificate_number.spreadsheet"),
        ("110***********0012**", "certificate_number.masked"),
        (MAN[:16] + "O243", "certificate_number.letter"),
        (MAN[:17] + "343", "id_number.check_digit"),
        ("11010219500230001243", "id_number.date"),
    ],
)
def test_it_refuses_certificate_numbers_without_repeating_them(text, code):
    refused = refusal(parse_certificate, text)
    assert refused.code == code
    assert_says_nothing_of(refused, text)


def test_codes_are_forever():
    source = Path(numbers.__file__).read_text(encoding="utf-8")
    identity = {"area", "characters", "check_digit", "date", "future", "length", "old_fifteen", "synthetic", "too_old"}
    certificate = {"category", "characters", "grade", "length", "reissue"}
    assert set(re.findall(r'"id_number\.(\w+)"', source)) == identity
    assert set(re.findall(r'"certificate_number\.(\w+)"', source)) == certificate
    assert set(re.findall(r'f"\{noun\}\.(\w+)"', source)) == {"empty", "letter", "masked", "spreadsheet"}


def test_the_repr_shows_no_number():
    shown = repr(parse_certificate(MAN + "43B1"))
    assert MAN not in shown and "1950" not in shown and "110199" not in shown


def test_masks():
    assert mask_id(MAN) == "110***********0012"
    assert mask_certificate(WITH_X + "43B1") == "110***********019X**B1"
    assert mask_phone("13812345678") == mask_phone("+86 138-1234-5678") == "138****5678"
    assert mask_phone("010-66012345") == "010****2345"
    assert mask_phone("66012345") == "****2345"
    assert [mask("") for mask in (mask_id, mask_certificate, mask_phone, mask_name)] == ["", "", "", ""]


@pytest.mark.parametrize(
    ("name", "masked"),
    [
        ("王小明", "王**"),
        ("王明", "王*"),
        ("王", "王"),
        ("王 明", "王*"),
        ("欧阳娜娜", "欧阳**"),
        ("欧阳修", "欧阳*"),
        ("欧阳", "欧*"),
        ("阿不都拉·买买提", "阿***·***"),
        ("阿不都拉•买买提", "阿***·***"),
        ("𬀩小明", "𬀩**"),
    ],
)
def test_masked_names(name, masked):
    assert mask_name(name) == masked


@given(st.text(alphabet="0123456789X", max_size=25))
def test_masks_never_contain_the_middle(number):
    for mask, shown in ((mask_id, 7), (mask_phone, 7)):
        masked = mask(number)
        assert sum(c != "*" for c in masked) <= shown
        assert len(masked) < 7 or re.fullmatch(r"[^*]{0,3}\*+[^*]{0,4}", masked)
    assert number[18:20] == "" or mask_certificate(number)[18:20] == "*" * len(number[18:20])
