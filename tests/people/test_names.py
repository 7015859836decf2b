"""A person is found by the name as staff type it."""

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.people.names import COMPOUND_SURNAMES, SURNAME_READINGS, compound_surname, fold, search_keys, term_keys


def found(name: str, term: str) -> bool:
    wanted = term_keys(term)
    return wanted is not None and set(wanted) <= set(search_keys(name))


def test_the_key_alphabet():
    assert search_keys("单小明") == [
        "单小明", "单小", "小明", "^单", "shanxiaoming", "sxm", "shan", "danxiaoming", "dxm", "dan",
    ]  # fmt: skip
    assert term_keys("王") == ["^王"]
    assert term_keys("王小明") == ["王小", "小明"]
    assert term_keys(" Wang XiaoMing ") == ["wangxiaoming"]


@pytest.mark.parametrize(
    "term",
    [
        "王",
        "王小",
        "小明",
        "王小明",
        "王 小明",
        "WXM",
        "wxm",
        "wang",
        "Wáng Xiǎomíng",
        "ｗａｎｇｘｉａｏｍｉｎｇ",
        "wang xiao-ming",
    ],
)
def test_a_person_is_found(term):
    assert found("王小明", term)


@pytest.mark.parametrize("term", ["小", "明", "王明", "小王", "李", "wangxiao", "xiaoming", "wm", "王小明明"])
def test_a_person_is_not_found(term):
    assert not found("王小明", term)


@pytest.mark.parametrize(
    ("name", "readings"),
    [
        ("单明", "shanming danming"),
        ("仇明", "qiuming chouming"),
        ("曾明", "zengming cengming"),
        ("解明", "xieming jieming"),
        ("朴明", "piaoming puming"),
        ("区明", "ouming quming"),
        ("尉迟恭", "yuchigong weichigong ycg wcg yuchi weichi"),
        ("覃明", "qinming tanming"),
        ("查明", "zhaming chaming"),
        ("盖明", "geming gaiming"),
        ("任明", "renming"),
        ("华明", "huaming"),
        ("卜明", "buming boming"),
        ("吕明", "lvming luming lyuming lüming lv lm"),
        ("女娃", "nvwa nuwa nǚwa nw"),
        ("万俟明", "moqiming"),
        ("欧阳娜娜", "ouyangnana ouyang oynn"),
        ("王长乐", "wangchangle wangchangyue wcl wcy"),
        ("略", "lve lue lüè"),
    ],
)
def test_every_reading_finds(name, readings):
    assert [reading for reading in readings.split() if not found(name, reading)] == []


@pytest.mark.parametrize(
    "term",
    ["阿依古丽·买买提", "阿依古丽•买买提", "阿依古丽．买买提", "阿依古丽买买提", "阿依古丽 买买提", "买买提", "阿",
     "ayigulimaimaiti", "ayiguli", "maimaiti", "Ayiguli·Maimaiti", "ayglmmt"],
)  # fmt: skip
def test_dotted_names(term):
    assert found("阿依古丽·买买提", term)
    assert found("阿依古丽・买买提", term)


def test_rare_characters_stand_for_themselves():
    assert found("王𬀩", "王𬀩") and found("王㛃", "王㛃") and found("王㛃", "wang")
    unknown = "\U0003fffd"  # no reading, no name in Unicode
    assert search_keys(f"王{unknown}") == [f"王{unknown}", "^王", f"wang{unknown}", f"w{unknown}", "wang"]
    assert found(f"王{unknown}明", f"wang{unknown}ming") and found(f"王{unknown}明", f"{unknown}明")
    assert found("王\ue863明", "\ue863明") and found("王□明", "□明") and found("王〇", "wangling")


def test_latin_and_mixed_names():
    for term in ("john smith", "JOHN", "Smith", "js", "johnsmith"):
        assert found("John Smith", term)
    assert found("李Alice", "alice") and found("李Alice", "李alice") and found("李Alice", "李")
    assert found("Gülnur", "gulnur") and found("GÜLNUR", "Gülnur")
    assert search_keys("J S Lee") == ["jslee", "lee", "jsl", "j"]  # no "js": pairs are for Chinese characters


@pytest.mark.parametrize(
    "term", ["", "  ", "·", "？", "123", "１２３", "110199195001010012", "2023-01", "\x00", "\ud800"]
)
def test_what_is_no_name_has_no_keys(term):
    assert term_keys(term) is None


@pytest.mark.parametrize("name", ["", "  ", "·", "？！", "\x00\ud800"])
def test_an_empty_name_has_no_keys(name):
    assert search_keys(name) == []


@given(st.text(max_size=12))
def test_any_text_has_keys_that_can_be_stored_and_finds_itself(name):
    keys = search_keys(name)
    assert len(set(keys)) == len(keys) and all(keys)
    assert not re.search(r"[\s\x00]", "".join(keys))
    "".join(keys).encode()
    if term_keys(name):
        assert found(name, name)


@given(st.text(alphabet=sorted("单仇曾解朴区覃查盖吕女乐长行重朝娜茜晟尉迟欧阳·"), min_size=1, max_size=30))
def test_the_number_of_keys_is_bounded(name):
    assert len(search_keys(name)) < 250


def test_the_tables_are_well_formed():
    for character, readings in SURNAME_READINGS.items():
        assert len(character) == 1 and readings and all(re.fullmatch("[a-z]+", r) for r in readings)
    for surname, readings in COMPOUND_SURNAMES.items():
        assert len(surname) in (2, 4) and all(len(r.split("-")) == len(surname) for r in readings)
    assert compound_surname("欧阳修") == "欧阳" and compound_surname("欧阳") == "" and compound_surname("王小明") == ""


def test_folding():
    assert fold("Ｗáng") == "wang" and fold("LÜ") == fold("lu:") == fold("lv") == "lv"


def test_the_names_of_a_district_take_seconds():
    surnames, given = "王李张刘陈杨赵黄周吴徐孙单吕曾", "伟芳秀英敏静丽强磊军洋勇艳杰娟涛明超兰霞平刚桂乐长娜婷欣怡雨"
    names = [a + b + c for a in surnames for b in given for c in given] * 4
    names = (names * (45_000 // len(names) + 1))[:45_000]
    start = time.process_time()
    for name in names:
        search_keys(name)
    assert time.process_time() - start < 5
