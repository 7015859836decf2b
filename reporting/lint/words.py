"""The vocabulary of annual reports: what numbers, units, periods and comparisons are made of. Data only."""

import re


def _several(words: str) -> tuple[str, ...]:
    return tuple(words.split())


DIGITS = r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?"
HAN_DIGITS = "零〇一二两三四五六七八九十廿卅百千万亿"
LONE = ("百", "千", "万", "亿")  # a number only with 近 or 余: 百姓, 千家万户
HAN_NUMBER = rf"[{HAN_DIGITS}]+(?:点[零〇一二三四五六七八九]+)?"

# Written before or after a number: what it may stand for.
ABOUT = ("大约", "大概", "约", "左右", "上下")
ABOUT_IN_VERBS = "签节预履解续违守特"  # 签约120户 is exact
NEARLY = ("将近", "接近", "近", "不足", "不到", "低于")
MORE = _several("余 多 超过 超出 突破 逾 超 之多 以上 及以上 至少 不少于 不低于 高于")

AT_LEAST = ("不少于", "不低于", "至少")  # set a bound and do not tell how many
SCALES = {"百": 100, "千": 1000, "万": 10**4, "十万": 10**5, "百万": 10**6, "千万": 10**7, "亿": 10**8, "万亿": 10**12}
MYRIAD = "万"
MONEY = {"元": 1, "元整": 1, "块钱": 1}
PERSON, HOUSEHOLD, PERSON_TIMES = "人", "户", "人次"
PERCENT, POINTS, TIMES, SCORE, YUAN = "%", "百分点", "倍", "分", "元"
SAME_UNIT = {
    "名": "人",
    "位": "人",
    "人数": "人",
    "余名": "人",
    "户次": "户次",
    "个工作日": "工作日",
    "场次": "场",
    "件次": "件",
    "期次": "期",
    "平方米": "平米",
}
COUNTED = _several(
    "人次数 人次 人月 人天 人餐 人 名 位 户次 户 家次 家 件次 件 个 项次 项 场次 场 期 班次 次 例 起 宗 笔 份 本 册 "
    "篇 条 枚 张 套 台 辆 部 对 副 只 批次 批 处 所 间 座 栋 支 类 种 门 块 幅 首 部 平方米 平米 ㎡ 亩 公里 "
    "千米 公斤 吨 公顷 立方米 平方公里 千瓦时 微克 毫克 标准箱 架次 车次 剂次 剂 株 棵 头 羽 艘 "
    "学时 课时 眼 盏 具 趟 米 毫米 ℃ 床位 张床 颗 盒 袋 顶 把 金 银 铜"
)
# 4863卷，: one character between a number and a stop
ANY_UNIT = r"[\u4e00-\u9fff](?<![年月日号余多约万亿千百个以版型等线路])(?=[，。；、）]|[和与及][\u4e00-\u9fff])"
PER_MILLE, THOUSANDTHS = "‰", "千分点"
DURATIONS = _several("个工作日 工作日 小时 分钟 天")  # counted with 万, and where they change: 由15天缩短到6天
ELECTRICITY = "度"  # 48.6万度
TIME = _several(
    "个工作日 工作日 个月 月份 年度 周岁 小时 分钟 秒 周 年 月 日 天 岁 时 点 级 号 层 室 楼 季度 度 "
    "届 等 大 世纪 后 年级 公分 厘米"
)
# Chinese numerals stand in many words; with these units they are hardly ever a count.
NEVER_WITH_HAN = _several("剂 株 棵 头 羽 艘 眼 盏 具 趟 分 对 米 部 条 位 点 块 把 金 银 铜 门 批")
NOT_A_COUNT_BEFORE = re.compile(
    r"(?:电话|热线|邮编|邮政编码|编号|账号|证号|号码|代码|文号|版本|传真|网址|房间)[是为:：]?$"
)
AFTER_UNIT_NO_COUNT = ("性", "站式", "刻钟", "带一路", "立", "为", "功", "员", "果", "效", "长")

YEAR = re.compile(r"(?<!\d)((?:19|20)\d{2})年(?:度)?")
AS_OF = re.compile(r"截[至止]((?:19|20)\d{2})年(?:年?底|年?末|12月)")
COMPARED_YEAR = re.compile(
    r"(?:(?<![占环])比|较|相比|对比|与|同|和|较之|相对于?)(?P<year>(?:19|20)\d{2})年"
    r"(?!度?(?:年?初|\d|以来|以前|之前|[到至起—-]|(?:调整)?预算|计划|目标|任务|指标|上半年|下半年|[一二三四]季度|第))(?:度|同期|底|末|全年)?"
)
PART_OF_YEAR = ("底", "末", "同期")
COMPARES = re.compile(r"相比|持平|对比|比较|相同|一致|增|减|提高|下降|上升|降低|多|少")
LAST_YEAR = re.compile(r"上年同期|去年同期|上年度|上一年度|上一年|上年|去年|前一年")
CARRIED = re.compile(r"(?:上年度?|去年|以前年度)(?:结[转余存]|滚存|余额)")  # is of this year as well
YEAR_BEFORE_NAMED = re.compile(
    r"(?:上年|去年|上一年度?|上年度|上年同期|去年同期)[（(](?:即)?(?P<year>(?:19|20)\d{2})年(?:度)?[）)]"
)
ALL_YEAR = "全年"
YEAR_ALONE = re.compile(r"全年|年[末底]|(?:19|20)\d{2}年(?=[\u4e00-\u9fff])(?![上下]半年|前|第|[一二三四元]|初)")
WHOLE_YEAR = re.compile(r"全年|年度")
MONTHS = re.compile(r"(?<!\d)(?P<first>\d{1,2})月?(?:份)?[-—–－~～至到](?P<last>\d{1,2})月(?!\d)(?:份)?")
MONTH = re.compile(r"(?<!\d)(?P<month>\d{1,2})月")
THREE_QUARTERS = re.compile(r"(?:前三|[1一][-—–~至到][3三])个?季度(?![^。]*四季度)")
MONTHS_BEHIND = re.compile(rf"[（(]{MONTHS.pattern}[)）]")
HAN_MONTHS = re.compile(r"(?:一|元)月?[-—–~至到](?P<last>[二三四五六七八九十]|十一)月")
HALF_YEAR = re.compile(r"上半年(?![^。]*下半年)")
AS_OF_MONTH = re.compile(r"截[至止](?P<last>\d{1,2})月(?:底|末|\d{1,2}日)?")
DATE = re.compile(
    r"(?:(?P<year>(?:19|20)\d{2})[年.])?(?<!\d)(?P<month>\d{1,2})月(?P<day>\d{1,2})[日号]"
    r"|(?P<year2>(?:19|20)\d{2})年(?P<month2>\d{1,2})月(?!\d{1,2}[日号])"
    r"|(?<!\d)(?P<year3>(?:19|20)\d{2})[-/](?P<month3>\d{1,2})[-/](?P<day3>\d{1,2})(?!\d)"
)

UP = _several(
    "翻 增加 增长 上升 提高 提升 递增 上涨 增幅 升幅 涨幅 增速 增多 增收 增产 扩大 延长 偏高 高出 攀升 跃升 多 增"
)
DOWN = _several(
    "减少 精简 裁减 下降 降低 回落 压减 缩减 缩短 下滑 下跌 压缩 压降 降幅 减幅 跌幅 下调 递减 减产 偏低 收窄 少 减 降"
)
CHANGE = re.compile(
    rf"(?P<word>{'|'.join(UP + DOWN)})(?:幅度|比例|率|额|数|了|约|近|为|达到|达|逾|超过|超|整|共|[：:])*$"
)
MORE_DONE = re.compile(
    r"(?:同比|今年|[比较](?:上年|去年|上年同期|去年同期|\d{4}年)|^)(?P<word>多|少)[发增收办招接引植产支花报立结审救缴][\u4e00-\u9fff]{0,2}$"
)  # 同比多引进
NO_CHANGE = re.compile(
    r"(?:新增|至少|不少|最少|多少|许多|最多|诸多|大多|不多|很多|增加?至?值|累计减|(?:改造|整改|整合|巩固|完善|优化|品质|整治|规范)提升)(?:了|约|近|为|达)*$"
)
BASE = re.compile(
    r"(?<![占对环同])(?:比(?![例重赛选武较])|较)[^，。；、比较]{0,16}$"
)  # 比年初预算3000万元增加260万元: what is compared with ...
GOES_ON = re.compile(  # ... and what follows it
    rf"^的?[^，。；、\d]{{0,6}}(?:{'|'.join(UP + DOWN)}|高|低|超)"
)
ENDS_AS_BASE = re.compile(r"(?:比|较|由|从)[^，。；、（(]{2,8}$")  # 较上年末（3.6%）
TARGET = re.compile(
    rf"(?:{'|'.join(UP + DOWN)}|扩大|发展|上调|下调|调整|升|变|涨|跌|扩|缩|滑|壮大|提档"
    r"|整合|合并|归并|充实|优化)(?:到|至|为|成)了?"
    r"(?:(?:年末|年底|目前|现在|(?:19|20)\d{2}年末?)的?|承诺的?|平均|实际)?(?:约|近)?$"
)
FROM_NUMBER = re.compile(r"[由从][^，。；]*\d[^，。；]*$")
FROM = re.compile(r"(?:由|从|自)[^，。；、]{0,24}$")

RATE = re.compile(
    r"(?<=[\u4e00-\u9fff])各(?![类项级种界部地方街社乡镇区县市村占单科校族大个位有相])[\u4e00-\u9fff]{1,3}$|[人户件车校班所村台场家个期次辆天亩篇生床处项条镇店套]均|平均(?!人[口数]|从业|用工|余额)|日均|月均|年均|每(?:车次|批次|场次|公里|公顷|平方米|[餐站人户件名月年期天个家次辆台亩篇套张株棵头吨所校班场座村批间栋组队处项条例只本册份镇乡店盏眼种床馆园院厂库岗列艘架趟幢孔圈届])"
)
HALF_OF_TENTH = re.compile(r"[一二三四五六七八九半](?![十百千万亿成人户个家名])")  # 三成五, 两成半
PIECE = "个"
POINTS_BEHIND = re.compile(rf"(?:[、，]{DIGITS}个)*(?:[、，]|以?及|和|与){DIGITS}个百分点")
OF_A_DENSITY = re.compile(r"/(?:小时|分钟|秒|天|日|升|平方公里|立方米|公顷|千人|万人)")
PER_EACH = re.compile(r"^/[人户件名家个台辆场亩套张株棵头吨]")  # 1200元/人
STANDARD = re.compile(r"标准|单[\u4e00-\u9fff]?价|定额")  # of money
PLAN = re.compile(
    r"目标|计划(?!项目|生育)|任务数?|拟|力争|预计|预期|指标值|(?<![供反响相适对回])应(?![征届急用聘邀对考试诉收])|争取|确保|将(?!军)"
)
ALREADY_SO = re.compile(r"的?基础上")
OF_WHOM = re.compile(r"^[\u4e00-\u9fff]{1,6}的$")
EACH_NAMED = re.compile(
    r"(?P<names>[^，。；：“”（）]*[、和及与][^，。；：“”（）]*?)(?P<verb>(?:分别|依次)[\u4e00-\u9fff]{0,4})$"
)
JOINT = re.compile(r"[、，]?(?:以及|[和及与、，])")
PART = re.compile(r"其中|包括|包含|含|分别|内含")

FIRSTLY = re.compile(r"^[一二三四五六七八九十]{1,2}是")
# Words without which two labels say the same.
FILLERS = re.compile(
    r"(?:19|20)\d{2}年度?(?:底|末)?|截[至止]|一年来|目前|目前为止|以来|全年|当年|本年度?|今年|年内|年末|年底|其中|总共|一共|共计|合计|总计"
    r"|累计|共有|共|总额|总数|总量|总体|达到|高达|多达|达|分别|已经|已|将|大约|(?<![预节签履特])约|了|的|为|是|有(?!效|关|机|线|偿|轨|色)|由|把|被|在(?!职|编|岗|校|读|园|册|建|办|外)|等(?!级|次)|并|及|以及|和|与|或"
    r"|全区|全县|全市|全旗|我区|我县|我市|本区|本县|本市|本部门|本单位|[本我](?:馆|院|校|局|所|站|委|办|处|队|园|场|厅|镇|乡|街道|中心|系统)|现有|涉及|各类|各种|各项|完成|先后|持续|继续|广泛|积极|顺利|圆满"
    r"|\d+|[％%“”\"'‘’《》〈〉·—\-－~～…*#]"
)
GENERIC = _several(
    "残疾人 残疾 人员 工作 服务 活动 开展 组织 实施 提供 进行 举办 落实 享受 获得 给予 发放 惠及 数量 情况 "
    "项目 资金 金额 经费 人数 户数 件数 家庭 困难 持证 支出 收入 决算 参加 参与 吸引 覆盖 新建 建立 建成 受理 "
    "办理 接受 用于 投入 通过 我们 以上 参"
)
# Where one label has such a word and the other has not, they speak of different things.
DISTINCT = _several(
    "成年 儿童 学生 老年 青年 男 女 城镇 农村 城市 城乡 一级 二级 三级 四级 重度 轻度 肢体 视力 听力 言语 智力 "
    "精神 多重 基本 项目 预算 决算 收入 支出 拨款 采购 货物 工程 护理 生活 燃油 居家 托养 培训 就业 康复 "
    "辅助器具 辅具 法律 信访 慰问 评残 评定 申请 受理 审核 审批 批准 评估 设计 施工 改造 验收 发放 交付 报名 "
    "参加 结业 意向 录用 中央 市级 区级 县级 街道 社区 镇 乡 村 目标 计划 任务 实际 新办 换领 补办 新增 存量 "
    "编制 实有 在职 退休 离休 行政 事业 机关 下属 年初 年末 上年 本科 专科 企业 岗位 满意 占 率 比 均 每 季度 "
    "月 上半年 下半年 未 不 非 应 检 体检 筛查 阳性 确诊 自主创业 灵活 按比例 集中 个体 创业 高校 毕业生 扶持 "
    "安置 走访 招聘 残保金 保险 养老 医疗"
)

SHORT_NAMES = tuple(
    (re.compile(short), full)
    for short, full in (
        (r"残保金|(?<!残疾人)就业保障金", "残疾人就业保障金"),
        (r"低保金", "最低生活保障金"),
        (r"(?<!住房)公积金", "住房公积金"),
        (r"公租房", "公共租赁住房"),
        (r"(?<!城)棚改", "棚户区改造"),
        (r"医保", "医疗保险"),
        (r"社保", "社会保险"),
    )
)
NUMBERED = re.compile(
    r"^(?:[（(]?[一二三四五六七八九十]{1,3}[）)][、.]?|[一二三四五六七八九十]{1,3}[、.]|第[一二三四五六七八九十]{1,3}(?:部分|章|节|篇)[、：:]?"
    r"|\d{1,2}(?:\.\d{1,2})*[、)）]|\d{1,2}(?:\.\d{1,2})*\.(?!\d)|[（(]\d{1,2}[）)][、.]?|[①-⑳][、.]?|#{1,6}|[-*•·●◆■►])"
)
MARKERS = {
    "round": re.compile(r"[①-⑳]"),
    "brackets": re.compile(r"[（(](\d{1,2})[）)](?![型类级])"),
    "han": re.compile(r"[（(]([一二三四五六七八九十]{1,2})[）)]"),
    "first": re.compile(r"[一二三四五六七八九十]{1,2}是(?!否)"),
    "dots": re.compile(r"(?:^|[；：。])(\d{1,2})(?:[、)）]|\.(?!\d))"),
    "bullets": re.compile(r"(?:^|；)[-*•·●◆■►]"),
}
PAGE_NUMBER = re.compile(r"[-—–]\s*\d{1,4}\s*[-—–]|第\s*\d{1,4}\s*页(?:[，,/ ]*共\s*\d{1,4}\s*页)?")
STOPS = "。！？!?"
LIST_STOPS = "、；;"
CLAUSE_BREAKS, SEMICOLON = "，。；", "；"
COLON = "："
BRACKETS, BRACKETS_CLOSE = "（(", "）)"
YEAR_SIGN = "年"
POINTS_WRITTEN = "个百分点"
BREAKS = "，,。；;：:、！？!?\t|"
