"""Whatever the text: no crash, places that hold what was found, the same answer twice, and in good time."""

import itertools
import json
import re
import time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from reporting.lint.checking import check_text
from reporting.lint.text import Text
from tests.lint.test_corpus import CORPUS, read

WORDS = (
    "2023年 2022年 比2023年 较上年 其中 ： ， ； 。 （ ） 共 合计 ① ② （1） （2） 一是 二是 增加 减少到 由 占 "
    "率为 人均 每人 编制 实有 全部 已 申请 评估 改造 验收 残疾人 户 人次 3215人 3214件 12万元 0元 0% "
    "94.56% 103% 3倍 2个百分点 百分之五 四十二户 千余人 | ** "
    "- １２３人 1-10月 2月30日 职业康复中心 甲街道 优 得分 余 近 约"
)
texts = st.lists(st.sampled_from([*WORDS.split(), "\n", "\t", "| --- |", "# ", "　"]), max_size=60).map("".join)


def check(text: str, year: int = 2023) -> list:
    found = check_text(text, year)
    for one in found:
        assert text[one.offset : one.offset + one.length] == one.found
        assert text[one.sentence_offset : one.sentence_offset + len(one.sentence)] == one.sentence
        assert one.sentence_offset <= one.offset
        assert one.offset + one.length <= one.sentence_offset + len(one.sentence)
    json.dumps([one.as_json() for one in found])
    return found


@given(texts)
@example("占0%的0人")
@example("其中")
@example("0户全部0户已0户")
def test_it_reads_anything_made_of_its_own_words(text):
    assert check(text) == check(text)


@given(st.text(max_size=300))
@example("\ufeff\u200b\r\n１．２％")
def test_it_reads_any_text(text):
    check(text)


@given(st.sampled_from(CORPUS), st.data())
def test_it_reads_its_corpus_cut_and_joined_anywhere(path, data):
    _year, text, *_ = read(path)
    start, end = sorted(data.draw(st.tuples(*[st.integers(0, len(text))] * 2)))
    check(text[start:end] + text[:start])


@given(st.text(alphabet="１２ab。，\n\t |*　\u200b", max_size=80))
def test_every_clean_character_leads_back(original):
    text = Text(original)
    assert len(text.clean) == len(text.places)
    assert list(text.places) == sorted(text.places)
    assert all(0 <= place < len(original) for place in text.places)


def test_a_finding_keeps_its_fingerprint_in_another_layout():
    one = "审批5872人提出的5871件辅助器具申请，改造201户。"
    other = "第一段。\n\n  审批 5872 人提出的 5871 件辅助器具申请，\n改造201户。"
    keys = [{found.fingerprint for found in check_text(text, 2023)} for text in (one, other)]
    assert keys[0] and keys[0] == keys[1]
    changed = {found.fingerprint for found in check_text(one.replace("5872", "5873"), 2023)}
    assert changed.isdisjoint(keys[0])


@pytest.mark.scale
def test_a_hundred_pages_take_less_than_five_seconds(full):
    pages = "\n".join(read(path)[1] for path in CORPUS)
    number = itertools.count()
    text = "\n".join(re.sub(r"\d{3,}", lambda m: str(int(m[0]) + next(number) % 89), pages) for _ in range(4))[:60_000]
    assert len(text) == 60_000  # 600 characters a page
    before = time.process_time()
    assert check_text(text, 2022)
    assert time.process_time() - before < (5 if full else 8)
