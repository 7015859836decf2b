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


# What there was at first, what came, what went, what there is at the end.
AT_FIRST, AT_LAST = re.compile(r"[年期]初(?!预算)|上年[末底]|年前"), re.compile(r"[年期][末底](?!预算)|目前|现有")
COMES_TO = re.compile(  # at the end of what was told
    r"(?:(?:累计|总数|总量|总额|规模|存量|数量)(?:增加?|减少|降|升|上升|扩大|下降)?[达至到]到?|达到?|[尚现仍]有|[尚仍现]?保留|剩下|剩余)(?:了)?$"
)
NET = re.compile(r"净[增减]了?$")
CAME = re.compile(
    r"入库|新(?:[增购招进建入开设办添聘录纳]|登记|注册|签)|增[加添]|[调转购并移补收纳轮]入|购[置买]|补充|入院|招[录聘收]|吸收|接收|纳入|加入|繁[育殖]|出生|发展"
)
WENT = re.compile(
    r"出库|退[出休役职]|减少|[调转并移售卖支轮]出|注销|核减|报废|出院|淘汰|关[闭停]|撤[销并]|拆除|辞职|离职|死亡|处置|流失|解除|解矫"
    r"|期满|释放|终止|出[售栏]|销售|发出|消[耗化]|领用|毕业|封存|停用|拍卖|调拨|划转|移交|上缴|退回|清退|脱贫|去世|迁移"
)


@dataclass(frozen=True)
class Ratio:
    """A rate whose name says what it is of."""

    name: re.Pattern[str]
    part: re.Pattern[str]
    whole: re.Pattern[str]
    across: bool = False  # persons of beds


def _ratio(name: str, part: str, whole: str, *, across: bool = False) -> Ratio:
    return Ratio(re.compile(name + "$"), re.compile(part), re.compile(whole), across)


RATIOS = (
    _ratio("存贷比", r"贷款", r"存款"),
    _ratio("负债率", r"负债", r"资产"),
    _ratio("不良(?:贷款)?率", r"不良", r"(?<!不良)贷款"),
    _ratio("城[镇市]化率", r"城[镇市](?:常住)?人口", r"常住人口|总人口"),
    _ratio("病死率", r"死亡", r"发病|病例|患病|报告"),
    _ratio("出生率", r"出生", r"人口"),
    _ratio("死亡率", r"死亡", r"人口"),
    _ratio("老龄化率", r"岁", r"常住人口|总人口|户籍人口"),
    _ratio("自给率", r"财政收入|预算收入", r"财政支出|预算支出"),
    _ratio("升学率", r"升学|升入", r"毕业"),
    _ratio(
        "[托学床座席]位(?:使用|利用|占用|就读)率", r"在[托园读校院]|入[托园住]|就读", r"[托学床座席]位", across=True
    ),
    _ratio("入住率", r"入住", r"^[^其护]*床位", across=True),
    _ratio("净资产收益率", r"净利润", r"净资产"),
)

BALANCES = (
    _balance(
        r"结转(?:下年|至?次年|下一?年度)|未[办审]?结|存案|[正尚]在办理|在办",
        (1, r"(?<!下)[上去前][一年]?年?(?:度|末)?(?:结转|未结|遗留)|旧存|年初未?结?存?"),
        (1, r"新收|收到|受理|接收|新立|收案|立案"),
        (-1, r"(?<!未)(?<!不)办结|(?<!未)审结|(?<!未)结案|办复|执结"),
    ),
    _balance(r"自然增长", (1, r"出生"), (-1, r"死亡")),
    _balance(r"(?:当[期年]|收支|本年)结余", (1, r"收入"), (-1, r"支出")),
    _balance(r"节[约省]|[审核]减", (1, r"预算|控制价|送审|申报"), (-1, r"中标|成交|审定|合同|实际|支出|决算|实付")),
    _balance(
        r"实[到考检收]|实际(?:参加|到会|参考|出席)|有效",
        (1, r"应[到考检收]|收回|回收"),
        (-1, r"假|缺[席考勤检]|迟到|旷考|未到|无效|作废|废[卷票]"),
    ),
    _balance(r"毛利润?$", (1, r"收入"), (-1, r"成本")),
    _balance(r"净资产", (1, r"资产(?:总[额计]|合计)"), (-1, r"负债")),
    _balance(r"净值|净额", (1, r"原值|固定资产(?:总额|原价)"), (-1, r"折旧")),
    _balance(
        r"年末[^，。；]{0,4}结[转余]",
        (1, r"年初[^，。；]{0,4}结[转余]"),
        (1, r"本年收入|收入合计|总收入"),
        (-1, r"本年支出|支出合计|总支出"),
    ),
    _balance(
        r"^(?:资金|指标|经费|预算|项目|专项)*(?:[结节]余|结转)(?:资金|指标)?$",
        (1, r"预算|到位|下达|筹[集措]|募集|安排|下拨|收到|收入|接[收受]|捐[款赠]|总价值"),
        (-1, r"支出|执行|支付|使用|决算|结算|实付|开支|花费"),
    ),
    _balance(
        r"调整(?:后)?(?:的)?(?:预算|全年预算)",
        (1, r"年初[^，。；]{0,4}预算"),
        (1, r"追加|调增|增加"),
        (-1, r"调减|压减|收回|减少"),
        needed=1,
    ),
)
