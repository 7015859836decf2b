"""Declared relations between numbers that a report states beside each other. Data only."""

import re
from dataclasses import dataclass


@dataclass(frozen=True)
class Balance:
    """`result` = the sum of the terms with their signs; each is found by the words before the number. Of the terms
    past `needed` those count which the text has."""

    result: re.Pattern[str]
    terms: tuple[tuple[int, re.Pattern[str]], ...]
    needed: int


def _balance(result: str, *terms: tuple[int, str], needed: int | None = None) -> Balance:
    compiled = tuple((sign, re.compile(words)) for sign, words in terms)
    return Balance(re.compile(result), compiled, len(terms) if needed is None else needed)


BALANCES = (
    _balance(r"净增", (1, r"新增|增加"), (-1, r"注销|减少|退出|减员|流出|死亡|转出")),
    _balance(
        r"[年期]末",
        (1, r"[年期]初"),
        (1, r"入库|新[增购招进建入]|增[加添]|[调转购并移]入|纳入|购[置买]|补充|入院|招[录聘]|吸收|接收"),
        (
            -1,
            r"出库|退[出休役职]|减少|[调转并移]出|注销|核减|报废|出院|淘汰|关[闭停]|撤[销并]|拆除|辞职|离职|死亡|处置|流失",
        ),
    ),
    _balance(r"(?:当[期年]|收支|本年)结余", (1, r"收入"), (-1, r"支出")),
    _balance(r"节[约省]|[审核]减", (1, r"预算|控制价|送审|申报"), (-1, r"中标|成交|审定|合同")),
    _balance(
        r"实[到考检收]|实际(?:参加|到会|参考|出席)|有效",
        (1, r"应[到考检收]|收回|回收"),
        (-1, r"请假|缺[席考勤检]|迟到|旷考|未到|无效|作废|废[卷票]"),
    ),
    _balance(r"净值|净额", (1, r"原值|固定资产(?:总额|原价)"), (-1, r"折旧")),
    _balance(
        r"年末[^，。；]{0,4}结[转余]",
        (1, r"年初[^，。；]{0,4}结[转余]"),
        (1, r"本年收入|收入合计|总收入"),
        (-1, r"本年支出|支出合计|总支出"),
    ),
    _balance(
        r"^(?:资金)?(?:[结节]余|结转)(?:资金)?$",
        (1, r"预算|到位|下达|筹[集措]|募集|安排|下拨|收到|收入"),
        (-1, r"支出|执行|支付|使用"),
    ),
    _balance(
        r"调整(?:后)?(?:的)?(?:预算|全年预算)",
        (1, r"年初[^，。；]{0,4}预算"),
        (1, r"追加|调增|增加"),
        (-1, r"调减|压减|收回|减少"),
        needed=1,
    ),
)
