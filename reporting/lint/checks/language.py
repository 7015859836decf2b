"""How reports speak of parts, shares, changes and stages: patterns of the checks. Data only."""

import re

from reporting.lint.words import DIGITS, DOWN, UP

# sums
_BY_KIND = r"按[^，。；]{1,10}(?:划分|分类|区分|统计|构成|来看|看|计|分)|[从分][^，。；：]{1,10}(?:来看|看|来分)"
INTRODUCES_PARTS = re.compile(
    rf"其中|(?:^|(?<=，))含|分别|依次|包括|包含|主要(?:项目|用于|是|为|包括)|{_BY_KIND}|[：:]|分为|由"
    r"|^[^，。；：\d]{2,10}(?<![年初高其集])中，"
)
OF_THEM = re.compile(r"其中|包括|包含|(?:^|(?<=，))含")
ALMOST_ALL = re.compile(rf"分别|依次|{_BY_KIND}|分为")
STARTS_WITH_PARTS = re.compile(
    rf"^(?:其中|[^，。；：\d]{{2,10}}(?<![年初高其集])中[，：]|主要(?:项目|用于|是|为|包括)|具体(?:为|是|包括)|包括|分别|{_BY_KIND})"
)
ANOTHER_TOPIC = re.compile(rf"[。！？]|另外|此外|同时|同比|其中|较上年|比上年|{_BY_KIND}")
SO_MANY = re.compile(
    r"(?P<count>[两二三四五六七八九])(?:年|项|类|者|批次?|地|方|级|期|区|部分|渠道|线路|所|场|次|轮|条|镇|校)"
    r"[^，。；]{0,4}[共合总累]"
)
COUNTS_KINDS = re.compile(r"([两三四五六])[项类种大]")
PLUS = re.compile(r"加上|再加|连同")
ORDINALS = "一二三四五六七八九十甲乙丙丁前后"
NOT = "非"
QUARTERS, HALVES = re.compile(r"[一二三四]季度"), re.compile(r"[上下]半年")
AS_TOTAL = re.compile(
    r"(?:总(?!队|会|工会|体|站|部|局|行|院|公司|则|督|理|结)[\u4e00-\u9fff]{1,3}|共计|合计|总计|一共|总共|累计|全部|全体|全年共|满分|(?<!公)共)"
    r"(?:[\u4e00-\u9fff]{0,6})$"
)
OF_A_STOCK = re.compile(r"结余|结转|余额")  # what is left is no sum of what came and went
AS_TOTAL_FAR = re.compile(r"(?<!公)共[\u4e00-\u9fff]{7,10}$")  # 共组织政府采购活动56次
WHOLE_YEAR = re.compile(r"全年[\u4e00-\u9fff]{0,8}$")  # a total where its parts are those of the year
PARTS_OF_YEAR = re.compile(r"季度|下半年|[^\d]\d{1,2}月份?[^\d]")
SAYS_TOTAL = re.compile(
    r"总(?:投入|投资|面积|里程|产值|规模|长度?|支出|收入|金额|人数|户数|额|数|量)|合计|总计|共计|总共|一共"
)
OF_ANOTHER_RELATION = re.compile(r"净[资值额]|毛利|利润|成本|预算|决算|剩余|其余|尚余|结余|结转|未|通过|办结|完成|审核")
INVESTED = re.compile(r"完成[\u4e00-\u9fff]{2,6}$")  # 完成投资7.5亿元
SETTLED = re.compile(r"[办结审]结|完成|答复|整改|解决|验收|销号")
MAINLY = re.compile(r"主要|重点")
PARTLY = re.compile(r"等(?!级)|左右")
LEFT_OVER = re.compile(r"剩余|其余|余下|尚余|尚有|剩下|欠账|缺考|缺席|空编|缺口|尚差|还差|相差|差额|未完成|未实施")
DIMENSIONS = {
    "sex": re.compile(r"男|女"),
    "age": re.compile(r"岁|儿童|老年|青年|未成年"),
    "severity": re.compile(r"重度|轻度|[一二三四]级"),
    "category": re.compile(r"肢体|视力|听力|言语|智力|精神|多重"),
    "income": re.compile(r"低保|低收入|贫困|特困"),
    "area": re.compile(r"城镇|农村|城市|非农"),
    "state": re.compile(r"已[完办建竣开整]|正在|在建|在办|未完成|未办结|尚未"),
}

# ratios
SHARE_OF = re.compile(
    r"(?:占(?:到|了)?(?P<whole>[^，。；：、]{0,24}?)(?:的?比(?:例|重|率)?)?|^(?:这一|其|该)?比[例重率])(?:的|为|达|达到|约|是|高达|超过|超|近|仅)*$"
)
NAMELESS_SHARE = re.compile(r"^[约]?占")  # whose share, the number before it says
LISTED_PART = re.compile(r"其中[^。；]*$")
NAMED_RATE = re.compile(
    r"(?P<stem>[\u4e00-\u9fff]{2,12}?)(?:率|比例|比重|(?<=支出)进度|(?<=执行)进度|(?<=支付)进度|(?<=完成)进度|(?<=满意)度|(?<=知晓)度|(?<=认可)度|(?<!方)面|(?<=存贷)比)(?:分别|依次|为|是|达|达到|约|高达|[：:]|均|已|仅|保持在|稳定在|超过|已达)*$"
)
RATE_VERBS = re.compile(r"(?:分别|依次|为|是|达|达到|约|高达|[：:]|已|仅|保持在|稳定在|超过|已达)+$")
OF = ("的", "的约")
OF_NUMBER = re.compile(r"^[\u4e00-\u9fff]{0,8}的(?:比(?:例|重))?(?:约|达到?|为|是)*$")
COMPLETES = re.compile(
    r"(?:完成|达到|达|为|是|相当于|占)(?:了)?(?P<whole>[^，。；]{0,10}(?:预算|任务|目标|计划|指标))(?:数|值|量|任务|目标)?的?$"
)
COMPLETION = re.compile(r"(?:完成|达成|实现)(?:率|比例)(?:为|是|达|达到|约|[：:])*$")
EXCEEDS = re.compile(
    r"(?:超额完成|超(?:出|过)?(?P<whole>年度|年初|既定)?(?:计划|目标|任务|预算)(?:任务|目标|指标|数)?)(?:的|了|约)?$"
)
BEYOND = re.compile(r"超额|超出|多完成")  # 超额完成256套: not what was done
ACTUAL = re.compile(r"实际|完成|实现|支出|执行|支付|决算|新增|建成|达到|投入|培训")
EACH_SHARE = re.compile(r"(?:各|分别)占|占比(?:分别|各)[为是]?")
WEIGHTS = re.compile(r"(?:权重|占比|比重|构成|结构)(?:分别|依次)?[为是：]?[^，。；、]{0,10}$")
LIST_STOP = re.compile(r"^[、，和][^，。；、\d]{1,10}$")
EXCLUSIVE = tuple(
    re.compile(one)
    for one in (
        r"第(?:[一二三四五六七八九十]|\d+)[期批轮次]",
        r"新[建增设]|改[建造]|扩建|续建|迁建", r"男(?!女)|(?<!男)女", r"公办|民办", r"城[镇市区]|农村|乡[村镇]",
        r"本科|专科|硕士|博士|研究生", r"线上|线下", r"住院|门诊",
        r"国家级|省级|市级|区级|县级", r"在职|退休|离休", r"全日制|非全日制", r"新(?:增|评|签)|续(?:评|签)",
        r"已[完办建竣整]|正在|在建|在办|未", r"(?<!不)同意|不同意|不予|驳回",
    )
)  # fmt: skip
COMPLEMENTS = (("男", "女"), ("女", "男"), ("城", "乡"), ("城", "农"), ("公办", "民办"), ("国内", "国外"))
THE_REST = re.compile(r"^(?:其他|其余|其它)")
SHARE, RESPECTIVELY, AMONG = "占", "分别", "中"
LIST_JOINTS = ("、", "和", "，", "及", "与", "；", ",")
IN_ROW = re.compile(r"^[、，；和及与][^，。；、]{2,20}$")
IN_LIST = re.compile(r"^[、；和及与][^，。；、]{2,20}$")
SHOULD_BE = re.compile(r"应[到检收参缴种查]")
OUT_OF_WHOLE = re.compile(r"^[^，。；]{0,24}中(?![心学医药型小级期层])[，,]?[^，。；]{0,16}$")
EXPLAINS = re.compile(r"^[：（][^，。；]{0,12}$|^，即[^，。；]{0,12}$")
OF_TASK = re.compile(r"(?:任务|目标|计划|指标)(?:数|值|量)?的?$")
MAY_EXCEED_WHOLE = re.compile(
    r"完成|执行|增长?|增幅|超|利用|使用|回报|收益|预算|任务|目标|计划|同比|比上年|的$|产销|容积|[流速]动比|自给|周转|负债|拨备|毛入|保值|负荷|抚养|性别比|结案|达产|贡献|投资|汇率"
)
CANNOT_EXCEED_WHOLE = re.compile(r"满意|知晓|占|覆盖|合格|达标|普及|(?<![费税汇])率")
OF_THE_BUDGET = re.compile(r"预算|决算|拨款|基本|公共|合计|收入|总")  # may be all of one another
COSTS = re.compile(r"[费款]$")
WITH_CARRY_OVER = re.compile(r"总计")  # what was left of the year before is in it
BUDGET, SPENT = re.compile(r"预算"), re.compile(r"支出|执行|决算|支付|使用|拨付")
BUDGET_OF_SPENDING = re.compile(r"支出(?=预算)")
BUDGET_RATE = re.compile(r"执行|支[出付]$|支出率|支付率|使用率")
NEGATED = re.compile(r"[不未非][\u4e00-\u9fff]{2}")
OPINION = re.compile(r"满意|知晓|好评|认可|安全感|支持")
SATISFIED = re.compile(r"满意|知晓|好评|覆盖|签约|参保|入学")

# changes
_EARLIER = r"(?:上年|去年|前年|上一年|(?:19|20)\d{2}年)(?:度|同期|末|底)?"
COMPARED_WITH = re.compile(rf"(?:比|较|与|相比){_EARLIER}的?(?P<name>[\u4e00-\u9fff]{{3,}})$")
CONTRASTS = (
    "电访信函网",
    "内外",
    "进出入",
    "上下",
    "公民",
    "城乡村镇",
    "男女",
    "新旧",
    "门住急",
    "购售",
    "收支",
    "水陆空",
)
BARE_BASE = re.compile(rf"^[与同比较]?{_EARLIER}(?:的|为|是)?$")  # what it counts, the number before it says
THEN_BASE = re.compile(rf"^；{_EARLIER}")
OPENING = re.compile(r"[年期]初(?!预算|目标|计划)")
YEARS_LISTED = re.compile(r"(?:(?:19|20)\d{2}年度?[、和与及]){1,6}(?:19|20)\d{2}年")
YEARS_RANGED = re.compile(r"(?P<first>(?:19|20)\d{2})年?(?:[—–~～-]|至|到)(?P<last>(?:19|20)\d{2})年")
IN_TURN = re.compile(r"(?:分别|依次|逐年)[为是达]?[\u4e00-\u9fff]{0,6}$")
_OWN = r"(?:增速|增幅|同比|增长|下降|增加|减少|降幅|涨幅)[\u4e00-\u9fff]{0,6}"
OF_TWO_YEARS = re.compile(
    rf"(?P<now>(?:19|20)\d{{2}})年(?:[比较](?P<before>(?:19|20)\d{{2}})年[\u4e00-\u9fff]{{0,8}}|[\u4e00-\u9fff]{{0,8}}?{_OWN})$"
)
ABOVE = re.compile(r"^[^，。；]{0,4}(?:以上|上述|三项|两项|各项)[^，。；]{0,8}(?:共|合计|总)|^[^，。；]{0,4}以上\d")
IN_ALL = re.compile(
    r"^(?:全[省市区县旗镇乡年]|[两三四五六七八九十][^，。；]{1,3}|合计|总计)[^，。；\d]{0,4}(?:共|合计|总计|累计)"
)
OF_ABOVE = re.compile(r"(?:上述|以上|前述|这)$")
OPENED = re.compile(r"(?:[年期月]初|上[月期季]末?)(?:余额|数)?(?:为|是|的|仅?有?)?$")
OF_MANY_YEARS = re.compile(
    r"[近前后这][两三四五六七八九十]年|[两三四五六七八九十]年[来间累共]|历年|“十[三四五]五”|以来"
)
SPAN = re.compile(r"[两三四五六七八九十]年[来间]?(?:累计|共|净|合计|年均)?(?:增|减|下|上|提|翻)")
COUNT_OF = re.compile(r"(?:总?[数量]|人数|人次|规模)$")  # 登记量, 受理数
OWN_SUBJECT = re.compile(r"^[^比较同]{2,}(?:比|较|同比)")
NOUNS = (
    "收入", "支出", "预算", "决算", "拨款", "结余", "资产", "负债", "人数", "户数", "件数", "人次",
    "收案", "结案", "立案", "破案", "发案", "受理", "办结", "申请", "招生", "毕业",
    "接待费", "公务用车", "因公出国", "门诊", "住院", "入院", "出院", "新增", "注销", "进口", "出口",
)  # fmt: skip
OF_COMPARISON = re.compile(
    r"(?:19|20)\d{2}年度?|上年|去年|同期|年初|同比|环比|相比|[比较与同和了的]|决算数?|预算数?|净|共|累计|有所|合计|总计"
)
IN_BRACKETS = re.compile(r"[（(]([\u4e00-\u9fff]{2,8})[)）]")  # （城区）, （全域）: a scope where both numbers have one
SCOPE_BEHIND = re.compile(r"，((?:不|仅)?含[\u4e00-\u9fff]{2,8})(?=[，。；])")
SCOPE_SAID = re.compile(r"(不含|仅含|含|剔除|扣除)[\u4e00-\u9fff]{2,8}的")
SCOPE = re.compile(
    r"[（(]((?:不?含|包括|不包括|包含|仅|剔除|扣除|口径|统计范围|限|[局部厅委机院校]?(?:本级|机关)|全系统)[^（()）]*)[）)]"
)

PLACES_OF = re.compile(r"^(?P<noun>[\u4e00-\u9fff]{1,5}?)(?:的|[）)]|共|合计|$)")
BRACKETED = re.compile(r"[（(][）)]")  # the brackets hold nothing but the number
ONE_CLAUSE = re.compile(r"^，[^，。；]{2,14}$")
OF_A_RATE = re.compile(r"提高|上升|提升|增加|下降|降低|减少|回落")
TIMES_OF = re.compile(r"^的$|(?:上年|去年|前年|同期|\d{4}年|原来|以前|原有)度?的$")
NO_AMOUNT = re.compile(  # 86起，比上年98起有所上升
    r"，?(?:(?:同比|比上年|较上年)?(?:有所|略有|小幅|大幅|明显|稳步|持续|呈)|同比)(?P<word>上升|增加|增长|提高|提升|下降|减少|降低|回落)(?:趋势|态势)?(?=[，。；（]|$)"
)
AS_BEFORE = re.compile(
    r"，?(?:[与同较比])?(?:上年|去年)?(?:同期)?(?:相比)?，?(?:基本|大体|总体)?(?:实现|保持)?了?"
    r"(?P<word>持平|零增长|相同|没有变化|无变化|未增加|未减少)"
)
UNCHANGED = re.compile(r"持平|相同|不变|没有变化|无变化|仍为|仍有|均为|保持")
REACHES = re.compile(r"(?:达到|达|为|至|完成)$")
ROUGHLY = re.compile(r"基本|大体|总体")
NEW = re.compile(r"^[共净]?(?:新增|净增|增添|新添|多出?)了?$")
RISES, FALLS = ("升", "涨", "扩", "调高", "上调", "发展", "翻"), ("跌", "落", "缩", "调低", "压", "滑")  # 升至, 跌到
ARRIVES = "到至为了成"  # 增加到, 减少至

# products
EACH = re.compile(r"每|[人户件车校班所村台生床]均|平均")
PAID_TO_EACH = re.compile(r"^[^均]*每[^均]*(?:补[助贴偿]|奖[励补]|资助|救助|慰问|标准|发放|给予|定额)[^均]*$")
MEAN = re.compile(r"均")  # is rounded
EACH_MONTH = re.compile(r"每(?:人|户|名)?每?月|[人户]均每?月|月均|/月")
EACH_DAY = re.compile(r"每(?:人|户|名)?每?[天日]|日均|/[天日]")
EACH_YEAR = re.compile(r"年均|平均每年|每年平均")
YEARS_SAID = re.compile(r"([两二三四五六七八九十])年(?:来|间|累计|共|合计|期间)|“?十[一二三四五]五”?(?:期间|时期|以来)")
MONTHS_SAID, DAYS_SAID = re.compile(r"(?<![过长多超])(\d{1,2})个月(?!以内)"), re.compile(r"(\d{1,3})天")
PER = re.compile(
    r"(?:平均)?每(?P<each>人次|户次|家次|车次|批次|场次|公里|公顷|平方米|[餐天周月站人户件名位家个台辆场期所班村座车亩篇次套张株棵头吨批间栋组队处项条例只本册份镇乡县店盏眼种床馆园院厂库岗列艘架趟幢孔圈届])"
    r"|(?P<mean>[人生床户件家个台辆场期所班村座车亩篇次套批处项条镇店])均|/(?P<of>人次|[人户件名家个台辆场亩套张株棵头吨])"
)
EACH_DOES = re.compile(
    r"[\u4e00-\u9fff]各(?:[\u4e00-\u9fff]{1,3}|[配建设选派发装购种开安办招培奖补投给组举赠][\u4e00-\u9fff]{0,7})$"
)
EACH_VISIT = re.compile(r"(?:人均|每人)每?次")
EACH_OF = re.compile(r"每个(?P<noun>[\u4e00-\u9fff]{2,})")
SAME_AS = {
    "户": ("家庭", "农户", "住户"),
    "站": ("站点",),
    "班": ("班级", "教学班"),
    "间": ("房间", "教室"),
    "组": ("小组",),
}
SEATS = re.compile(r"(?:学位|床位|座位|名额|席位|[泊车工摊]位)$")  # of persons, in 个
PER_UNIT = {
    "月": "个月",
    "车": "辆",
    "餐": "人餐",
    "名": "人",
    "位": "人",
    "生": "人",
    "床": "张",
}  # else the unit is the word
BESIDES = re.compile(r"另|此外|其他")
IN_STOCK = re.compile(r"[共现已]有")
IN_TOTAL = re.compile(r"全年|共|累计|合计|总")
INDEED = re.compile(r"实际|确实|真正")
ACTUALLY = re.compile(r"实际|实有|实到|覆盖|惠及|服务|受[益众]")
TOGETHER = re.compile(r"共|合计|总计|累计|总[\u4e00-\u9fff]{1,3}(?:为|达)?$")
HANDED_OUT = re.compile(TOGETHER.pattern + r"|发放|配发|赠送")
TIMES_OF_UNIT = {"次": ("人次",), "人": ("人次", "人月"), "户": ("户次",), "家": ("家次",)}
# money
THEN_EXACTLY = re.compile(
    r"^[\u4e00-\u9fff]{0,4}[，（](?:实[际有为][\u4e00-\u9fff]{0,6}|达到?|为|共计?)$"
)  # 突破40万卷，达到39.86万卷
SAME_AMOUNT = re.compile(r"^(?:[（(，,]?(?:即|合|折合|约合|折算)?(?:人民币)?|[，,]?(?:即|合|折合|折算为?))$")

# scores
GRADE = re.compile(
    r"(?:(?:属于?|评为|定为)(?=[“\"])|等级|等次|档次|级别|评定|评价|结果|评)[^，。；]{0,8}?(?:为|是|：|:)?[“\"‘']?(?P<grade>优秀|优|良好|良|(?<=[为是：“\"‘'])中|合格|及格|差|不合格)[”\"’']?(?:等|级|$|[，。；（])"
)
GRADES = {
    "优秀": (90, 100),
    "优": (90, 100),
    "良好": (80, 90),
    "良": (80, 90),
    "中": (60, 80),
    "差": (0, 60),
    "不合格": (0, 60),
    "合格": (60, 100),
    "及格": (60, 100),
}
SCORE_OF = re.compile(r"得分?|实得|评分")
SCORE_PART = re.compile(r"(?:满意度|指标|产出|效益|决策|过程|执行率?|管理)得?分")
SCORE_NAMED = re.compile(
    r"^(?:项目|部门)?(?:投入|决策|过程|产出|效益|效果|满意度|管理|预算执行|履职)"
    r"(?:指标|管理|情况)?(?:得分?|评分)?[为是]?$"
)
FULL_SCORE = re.compile(r"满分|分值")
SCORE_TOTAL = re.compile(r"综合|总分|总得分|得分|总评|合计")

# tables
RATE_COLUMN = re.compile(r"%|率|占比|比重|比例|幅|百分比")
GROWTH_COLUMN = re.compile(r"增|减|涨|降|变[化动]|同比|环比")
WHOLE_YEAR_HEAD, PART_OF_YEAR_HEAD = re.compile(r"全年"), re.compile(r"季度|半年|\d月|月份")
SUM_COLUMN = re.compile(r"调整后|年末|期末|全年|本年")
AMOUNT_COLUMN = re.compile(r"金额|总价|总额|资金")
WORDED = re.compile(rf"(?P<word>{'|'.join(UP + DOWN)})了?(?P<number>{DIGITS})(?P<unit>%|个?百分点)?")
MEAN_COLUMN = re.compile(r"均|每")
GAP_COLUMN = re.compile(r"增减|增加|减少|差额|差值|相差|变化|变动|结余|剩余|净增|未完成")
RATE_OF_PLAN = re.compile(r"(?:执行|完成|支出|支付|使用|达成)(?:率|比例|进度)")
PLAN_COLUMN = re.compile(r"预算|计划|目标|任务|指标值")
DONE_COLUMN = re.compile(r"执行|完成|支出|支付|实际|决算|实现")

# periods
OWN_YEAR = re.compile(r"(?P<year>(?:19|20)\d{2})年度?(?:总体目标|绩效目标|年度目标|绩效自评|自评)")
YEAR_OF_ACTION = re.compile(
    r"^(?P<year>(?:19|20)\d{2})年是[^。]{2,40}(?:之年|[一第][年仗]|[关键开局起步攻坚收官冲刺重要]{2}[^。]{0,2}年)"
)
HISTORY = re.compile(r"以来|比较|对比|回顾|历年|上年|变化|[（(]\d{4}年[）)]|印发|通知|办法|规划|方案")
OF_WHOLE_YEAR = re.compile(r"全年(?!的?(?:计划|目标|任务|预算))|年末|年底")
THE_QUARTERS = re.compile(r"(?:前三|第?[一二三四])个?季度|[上下]半年")
NEEDS_MORE = re.compile(r"[与同和]$")  # 与2023年 compares only where 相比, 持平 ... follows
NOT_COMPARED = re.compile(r"[合共会]同$")
REST_OF_YEAR = re.compile(r"下半年|四季度")
STANDS_ALONE = re.compile(r"(?:截[至止])?(?P<year>(?:19|20)\d{2})年(?P<end>年?[底末]|12月31日)?度?[，,]")
ENDED_BEFORE = re.compile(
    r"截[至止](?P<year>(?:19|20)\d{2})年(?:年?[底末]|12月(?:31日|底|末))，(?P<next>(?:19|20)\d{2})年(?P<what>[^，。；]*)"
)
PAID_BEFORE = re.compile(r"缴|参保|征订|报名|预")  # what is done for a year before it begins
PLANNED = re.compile(r"计划|打算|安排|思路|展望|工作要点|预算|目标|下一步")
