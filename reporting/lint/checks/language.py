"""How reports speak of parts, shares, changes and stages: patterns of the checks. Data only."""

import re

# sums
INTRODUCES_PARTS = re.compile(
    r"其中|分别|包括|包含|主要(?:项目|用于|是|为|包括)|按[^，。；]{1,10}(?:划分|分类|分)|[：:]|分为|由"
)
OF_THEM = re.compile(r"其中|包括|包含")
ALMOST_ALL = re.compile(r"分别|按[^，。；]{1,10}(?:划分|分类|分)|分为")
STARTS_WITH_PARTS = re.compile(
    r"^(?:其中|主要(?:项目|用于|是|为|包括)|具体(?:为|是|包括)|包括|分别|按[^，。；]{1,10}(?:划分|分类|分)|从[^，。；]{1,10}(?:看|来看))"
)
ANOTHER_TOPIC = re.compile(r"[。！？]|另外|此外|同时|同比|其中|较上年|比上年|按[^，。；]{1,8}分")
AS_TOTAL = re.compile(
    r"(?:总(?:投入|支出|收入|金额|人数|户数|额|数|量|得分|分)|共计|合计|总计|一共|总共|累计|全部|全年共|满分|(?<!公)共)(?:[\u4e00-\u9fff]{0,6})$"
)
OF_A_STOCK = re.compile(r"结余|结转|余额")  # what is left is no sum of what came and went
AS_TOTAL_FAR = re.compile(r"(?<!公)共[\u4e00-\u9fff]{7,10}$")  # 共组织政府采购活动56次
WHOLE_YEAR = re.compile(r"全年[\u4e00-\u9fff]{0,8}$")  # a total where its parts are those of the year
PARTS_OF_YEAR = re.compile(r"季度|下半年|[^\d]\d{1,2}月份?[^\d]")
SAYS_TOTAL = re.compile(r"总(?:投入|支出|收入|金额|人数|户数|额|数|量)|合计|总计|共计|总共|一共")
OF_ANOTHER_RELATION = re.compile(r"预算|决算|剩余|其余|尚余|结余|结转|未|通过|办结|完成|审核")
MAINLY = re.compile(r"主要|重点")
PARTLY = re.compile(r"等(?!级)|左右")
LEFT_OVER = re.compile(r"剩余|其余|余下|尚余|尚有|剩下|欠账|缺口|尚差|还差|相差|差额|未完成|未实施")
DIMENSIONS = {
    "sex": re.compile(r"男|女"),
    "age": re.compile(r"岁|儿童|老年|青年|未成年"),
    "severity": re.compile(r"重度|轻度|[一二三四]级"),
    "category": re.compile(r"肢体|视力|听力|言语|智力|精神|多重"),
    "income": re.compile(r"低保|低收入|贫困|特困"),
    "area": re.compile(r"城镇|农村|城市|非农"),
    "state": re.compile(r"已完成|已办结|已建成|正在|在建|在办|未完成|未办结|尚未"),
}

# ratios
SHARE_OF = re.compile(r"占(?:到|了)?(?P<whole>[^，。；：、]{0,24}?)(?:的?比(?:例|重)?)?(?:的|为|达|达到|约|是|高达)*$")
NAMELESS_SHARE = re.compile(r"^[约]?占")  # whose share, the number before it says
LISTED_PART = re.compile(r"其中[^。；]*$")
NAMED_RATE = re.compile(
    r"(?P<stem>[\u4e00-\u9fff]{2,12}?)(?:率|比例|比重|(?<=满意)度|(?<=知晓)度|(?<=认可)度|覆盖面)(?:为|是|达|达到|约|高达|[：:]|均|已|仅|保持在|稳定在|超过|已达)*$"
)
OF = ("的", "的约")
OF_NUMBER = re.compile(r"^的(?:比(?:例|重))?(?:约|达到?|为|是)*$")
COMPLETES = re.compile(
    r"(?:完成|达到|达)(?:了)?(?P<whole>[^，。；]{0,10}(?:预算|任务|目标|计划|指标))(?:数|值|量|任务|目标)?的?$"
)
COMPLETION = re.compile(r"(?:完成|达成|实现)(?:率|比例)(?:为|是|达|达到|约|[：:])*$")
EXCEEDS = re.compile(
    r"(?:超额完成|超(?:出|过)?(?P<whole>年度|年初|既定)?(?:计划|目标|任务|预算)(?:任务|目标|指标|数)?)(?:的|了|约)?$"
)
ACTUAL = re.compile(r"实际|完成|实现|支出|执行|支付|决算|新增|建成|达到|投入|培训")
EACH_SHARE = re.compile(r"(?:各|分别)占|占比(?:分别|各)[为是]?")
WEIGHTS = re.compile(r"(?:权重|占比|比重|构成|结构)(?:分别|依次)?[为是：]?[^，。；、]{0,10}$")
LIST_STOP = re.compile(r"^[、，和][^，。；、\d]{1,10}$")
COMPLEMENTS = (("男", "女"), ("女", "男"), ("城", "乡"), ("城", "农"), ("公办", "民办"), ("国内", "国外"))
THE_REST = re.compile(r"^(?:其他|其余|其它)")
LIST_JOINTS = ("、", "和", "，", "及", "与", "；", ",")
OUT_OF_WHOLE = re.compile(r"^[^，。；]{0,24}中[，,]?[^，。；]{0,16}$")
EXPLAINS = re.compile(r"^[：（][^，。；]{0,12}$|^，即[^，。；]{0,12}$")
OF_TASK = re.compile(r"(?:任务|目标|计划|指标)(?:数|值|量)?的?$")
MAY_EXCEED_WHOLE = re.compile(
    r"完成|执行|增长?|增幅|超|利用|使用|回报|收益|预算|任务|目标|计划|同比|比上年|的$|产销|容积|[流速]动比|自给|周转|负债|拨备|毛入|保值|负荷|抚养|性别比|结案|达产|贡献|投资|汇率"
)
CANNOT_EXCEED_WHOLE = re.compile(r"满意|知晓|占|覆盖|合格|达标|普及|(?<![费税汇])率")
WITH_CARRY_OVER = re.compile(r"总计")  # what was left of the year before is in it
BUDGET, SPENT = re.compile(r"预算"), re.compile(r"支出|执行|决算|支付|使用|拨付")
BUDGET_OF_SPENDING = re.compile(r"支出(?=预算)")
BUDGET_RATE = re.compile(r"执行|支出率|支付率|使用率")
NEGATED = re.compile(r"[不未非][\u4e00-\u9fff]{2}")
SATISFIED = re.compile(r"满意|知晓|好评|覆盖|签约|参保|入学")

# changes
_EARLIER = r"(?:上年|去年|前年|上一年|(?:19|20)\d{2}年)(?:度|同期|末|底)?"
BARE_BASE = re.compile(rf"^[与同比较]?{_EARLIER}(?:的|为|是)?$")  # what it counts, the number before it says
THEN_BASE = re.compile(rf"^；{_EARLIER}")
OPENING = re.compile(r"[年期]初(?!预算|目标|计划)")
OWN_SUBJECT = re.compile(r"^[^比较同]{2,}(?:比|较|同比)")
NOUNS = ("收入", "支出", "预算", "决算", "拨款", "结余", "资产", "负债", "人数", "户数", "件数", "人次")
OF_COMPARISON = re.compile(
    r"(?:19|20)\d{2}年度?|上年|去年|同期|年初|同比|环比|相比|[比较与同和了的]|决算数?|预算数?|净|共|累计|有所|合计|总计"
)
SCOPE = re.compile(
    r"[（(]((?:不?含|包括|不包括|包含|仅|剔除|扣除|口径|统计范围|限|[局部厅委机院校]?(?:本级|机关)|全系统)[^（()）]*)[）)]"
)

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
ARRIVES = "到至为了"  # 增加到, 减少至

# stages, in the order in which a case goes through them
STAGES = (
    (r"入户评估|完成评估|评估", r"设计|签订|签约", r"施工|改造|完工", r"验收"),
    (
        r"申请|申报|受理|提出|提交", r"初审|形式审查|资格审查", r"复审|复核|评审|终审|审核通过|审批|批准|核准|获批|通过审核",
        r"立项|发放|配发|交付|适配到位|改造|施工", r"验收",
    ),
    (r"报名|应聘", r"资格审[查核]", r"笔试|参考|参赛|参加考试|应考", r"面试|入围", r"录取|录用|聘用|晋级|获奖"),
    (r"报名", r"参加培训|参训|培训|参考|参赛|参加考试", r"结业|考核合格|合格|通过|取得|获得证书|获证"),
    (r"意向|面试", r"录用|签约|签订|上岗|入职"),
    (r"筛查|初筛|体检|采集|送检", r"阳性|异常|复筛|转诊", r"确诊|确认"),
    (r"受理|接到|接收|接访|接报|(?<!新)立案(?!侦)", r"办结|结案|审结|解决|答复|办复|回复"),
    (r"排查|发现|摸排|查出", r"整改|消除|治理|销号|拆除"),
    (r"抽检|抽查|检测|检验|送检", r"合格"),
    (r"发放|发出", r"收回|回收|收到", r"有效"),
    (r"应[检到收种参缴查]", r"实[检到收种参缴查]"),
    (r"推荐|报送|上报|选送|征集", r"入选|入围|采用|采纳|获批|立案", r"获奖|获评"),
    (r"签订|签约", r"搬迁|腾退|入住|拆除"),
    (r"招募|注册", r"上岗服务"),
    (r"招标|挂牌|拍卖", r"中标|成交", r"签约|签订", r"履约"),
    (r"调解(?!成功)", r"调解成功|达成协议", r"履行"),
    (r"建档", r"签约", r"随访"),
    (r"第一剂|首针|第一针", r"第二剂|第二针", r"加强针|第三剂|第三针"),
    (r"发现", r"上报|交办|转办|派发", r"处置|办结|整改"),
    (r"参评|参选", r"入围|初评", r"获评|命名|表彰|认定|授牌"),
    (r"结业|取得证书|获证", r"实现就业|上岗"),
    (r"回访", r"满意"),
    (r"邀请|通知", r"出席|到会|到场|签到"),
    (r"移送", r"起诉", r"判决|宣判"),
    (r"登记|在册", r"检录|年检"),
    (r"立项|图审|审图", r"开工|动工", r"完工|竣工", r"验收"),
)  # fmt: skip
GOODS = re.compile(r"器具|辅具|物资|用品|轮椅|助听器")
CARRIED_OVER = re.compile(r"结转|上年|跨年|历年|往年|以前年度|去年|含\d{4}年|遗留|存量")
ALL_OF = re.compile(
    r"(?:全部|(?<![平人户日月年场车件])均已?|全都|悉数)[\u4e00-\u9fff]{2}|(?:全部|所有)(?=\d)|全覆盖|无一遗漏"
)
NOT_DONE = re.compile(r"未(?P<verb>(?!成年|婚)[\u4e00-\u9fff]{2})(?:的|有)?$")  # 已整改298个，未整改28个
UNFINISHED = re.compile(r"未|尚|正在|剩余|还有")
DONE_SO_FAR = re.compile(r"已|目前|截至|实际|现已")

OUT_OF = re.compile(
    r"^[^，。；]{0,24}(?:中[，,]?(?:有|已有|已)?|[^，。；]{2,12}已有|[^，。；]{0,10}已(?:提前)?(?:达标|完成|实现|建成|办结))$"
)
AT_ONCE = re.compile(
    r"^[、，,（(/]?(?:共|累计|计|发放|服务|接待)?$|^(?:共|累计)[^，。；]{0,10}$"
    r"|^[^，。；]{0,8}(?:提供|享受|接受|开展|参加|完成|获得)[^，。；]{0,10}$"
    r"|^[^，。；]{2,20}，(?:累计|共)计?[^，。；]{0,6}$"
)
OUT_OF_THESE = re.compile(r"^[\u4e00-\u9fff]{0,8}中[，,]?[\u4e00-\u9fff]{0,8}$")  # 参加考核的86人中，优秀82人
APPLIES_FOR = re.compile(
    r"^[\u4e00-\u9fff]{0,8}(?:申请|申报|申领|提交)[\u4e00-\u9fff]{0,8}$"
)  # 326名残疾人申请器具340件
OF_TIMES = re.compile(  # 门诊1260人次，就诊患者980人
    r"^[、（(]$|^[^，。；]{0,8}，共?(?:就诊|涉及|惠及|覆盖|受益|参训|参与|其中|服务对象|参加[^，。；]{1,8}的)[^，。；]{0,8}$"
)
SENDERS = re.compile(r"^，(?:涉及)?(?:申请|反映|来电|来访|投诉|举报|上访)人(?:员|数)?$")  # 工单2360件，反映人2290人
FILED = re.compile(r"^，[^，。；]{0,4}(?:收到|提交|提出|递交)[^，。；]{0,6}申请")  # 家庭1268户，收到申请1245件

# units and what they count
HOUSEHOLDS_OF = re.compile(
    r"^(?P<noun>[\u4e00-\u9fff]{0,6}?(?:持证残疾人|学生|儿童|老人|老年人|职工|毕业生|运动员|教师|医生|患者|旅客))(?![^，。；、]{0,4}(?:户|家))"
)
PERSONS_OF = re.compile(
    r"^(?P<noun>[\u4e00-\u9fff]{0,8}?(?:家庭|企业|单位|机构|社区|街道|学校|医院|幼儿园|项目|工程|案件|车辆|设备|床位|公园|场所))"
    r"(?:$|和|与|及|、|发放|提供|实施|进行|开展|送|配备|办理|落实)"
)
THINGS = ("件", "台", "辆", "座", "套", "栋", "亩", "本")
PERSONS_AFTER = re.compile(
    r"^(?:困难|残疾|持证|优秀|贫困|低保|特困|新增)*(?P<noun>学生|教师|儿童|老年?人|职工|党员|志愿者|医生|护士|毕业生|运动员|残疾人|学员|居民)$"
)
PERSONS_COUNTED = re.compile(
    r"(?:培训|救助|资助|招聘|招录|录用|安置|慰问|帮扶|奖励|选派|表彰)[\u4e00-\u9fff]{0,6}"
    r"(?P<noun>学生|教师|儿童|老年?人|职工|党员|志愿者|医生|护士|毕业生|运动员|残疾人|学员|居民|人员)$"
)

_FIRMS = r"企业|农户|商户|合作社|社会组织|药店|门店"
_VENUES = r"幼儿园|学校|[小中]学|医院|养老机构|养老院|公厕|公园|网点|站点"
_EVENTS = r"(?:举办|开展|组织|召开|举行)[^，。；]{0,14}(?:会议?|讲座|培训班|演出|展览|比赛|演练)"
NOUNS_BEFORE = {  # unit -> what does not take it: 服务企业320名
    "人": re.compile(rf"(?P<noun>{_FIRMS}|{_VENUES}|用车|车辆|设备|器材|简报|图书|文件|泊位|床位|面积|{_EVENTS})$"),
    "家": re.compile(rf"(?P<noun>{_EVENTS})$"),
    "场": re.compile(rf"(?P<noun>走访{_FIRMS}|检查(?:{_FIRMS}))$"),
}
PERSONS_AMONG = re.compile(
    r"涉及|惠及|带动|覆盖|吸纳|辐射|来自|职工|人员|负责人|代表|入住|送|转|进入|安置|就读|入学|参加|[的中]"
)

# persons and pieces
LINKS_PIECES = re.compile(r"提出|提交|递交|申请|申报|申领|办理|报送|反映|来信")
JOINTLY = re.compile(r"共同申请|共同提出|联合申请|联名申请|合并申请|共同申请人")  # explains more persons than pieces
PIECES = ("件", "份", "项", "笔", "起", "例", "宗", "单", "个")
REACHES_PERSONS = re.compile(r"^[，,（]?(?:惠及|服务|受益|涉及|适配)(?:残疾人)?$")
APPLICATION = re.compile(r"^(?:[\u4e00-\u9fff]{0,10})(?:申请|诉求|申报|材料|案件|事项|请求|业务|工单)")

# staff
POSTS = re.compile(r"编制")
STAFF = re.compile(r"实有|实际|在编|在职|在岗|现有")
KINDS_OF_POSTS = re.compile(r"行政|事业|工勤|参公|(?<![\u4e00-\u9fff])机关|政法")
BESIDE = re.compile(r"^[、，]?(?:现有|实有|实际)")
THEN_POSTS = re.compile(r"^，(?:核定|批准|现有)?(?:人员)?编制(?:数|人数)?[为共]?$")
RETIRED = re.compile(r"离休|退休")

# products
EACH = re.compile(r"每|[人户件车校班所村台生床]均|平均")
MEAN = re.compile(r"均")  # is rounded
EACH_MONTH = re.compile(r"每(?:人|户|名)?每?月|月均|/月")
PER = re.compile(
    r"(?:平均)?每(?P<each>人次|户次|[餐天周月站人户件名位家个台辆场期所班村座车亩篇次套张株棵头吨批])"
    r"|(?P<mean>[人生床户件家个台辆场期所班村座车亩篇次套批])均|/(?P<of>人次|[人户件名家个台辆场亩套张株棵头吨])"
)
EACH_OF = re.compile(r"每个(?P<noun>[\u4e00-\u9fff]{2})")
SAME_AS = {"户": ("家庭", "农户", "住户"), "站": ("站点",)}
PER_UNIT = {
    "月": "个月",
    "车": "辆",
    "餐": "人餐",
    "名": "人",
    "位": "人",
    "生": "人",
    "床": "张",
}  # else the unit is the word
TOGETHER = re.compile(r"共|合计|总计|累计")
TIMES_OF_UNIT = {"人": ("人次", "人月"), "户": ("户次",), "家": ("家次",)}
# money
SAME_AMOUNT = re.compile(r"^(?:[（(，,]?(?:即|合|折合|约合|折算)?(?:人民币)?|[，,]?(?:即|合|折合|折算为?))$")

# scores
GRADE = re.compile(
    r"(?:(?:属于?|评为|定为)(?=[“\"])|等级|等次|档次|级别|评定|评价|结果|评)[^，。；]{0,8}?(?:为|是|：|:)?[“\"‘']?(?P<grade>优秀|优|良好|良|中|合格|及格|差|不合格)[”\"’']?(?:等|级|$|[，。；（])"
)
GRADES = {
    "优秀": (90, 100),
    "优": (90, 100),
    "良好": (80, 90),
    "良": (80, 90),
    "中": (60, 80),
    "差": (0, 60),
    "不合格": (0, 60),
}
SCORE_OF = re.compile(r"得分?|实得|评分")
FULL_SCORE = re.compile(r"满分|分值")
SCORE_TOTAL = re.compile(r"综合|总分|总得分|得分|总评|合计")

# tables
RATE_COLUMN = re.compile(r"%|率|占比|比重|比例|幅|百分比")
GROWTH_COLUMN = re.compile(r"增|减|涨|降|变[化动]|同比|环比")
WHOLE_YEAR_HEAD, PART_OF_YEAR_HEAD = re.compile(r"全年"), re.compile(r"季度|半年|\d月|月份")
SUM_COLUMN = re.compile(r"调整后|年末|期末|全年|本年")
AMOUNT_COLUMN = re.compile(r"金额|总价|总额|资金")
MEAN_COLUMN = re.compile(r"均|每")
GAP_COLUMN = re.compile(r"增减|增加|减少|差额|差值|相差|变化|变动|结余|剩余|净增|未完成")
RATE_OF_PLAN = re.compile(r"(?:执行|完成|支出|支付|使用|达成)(?:率|比例|进度)")
PLAN_COLUMN = re.compile(r"预算|计划|目标|任务|指标值")
DONE_COLUMN = re.compile(r"执行|完成|支出|支付|实际|决算|实现")

# lists
ANNOUNCED = re.compile(
    r"(?<![\d.一二三四五六七八九十第])(?P<count>十[一二]|[二两三四五六七八九十]|\d{1,2})"
    r"(?P<unit>项|个|条|家|类|种|大|点|方面|部门|款|门|部)(?P<noun>[\u4e00-\u9fff]{0,12})"
)
ITEMS = (
    re.compile(r"(?<![同统])([一二三四五六七八九十]{1,2})是(?!否)"),
    re.compile(r"(?:^|[：；。\n])(\d{1,2})(?:[、)）]|[.．](?!\d))"),
    re.compile(r"[（(](\d{1,2})[）)]"),
    re.compile(r"[（(]([一二三四五六七八九十]{1,2})[）)]"),
    re.compile(r"(?:^|[：；。\n])([一二三四五六七八九十]{1,2})、"),
    re.compile(r"第([一二三四五六七八九十]{1,2})[，、,是]"),
)
LEADS_TO_LIST = re.compile(
    r"^[^。；\n]{1,8}。$|^[^。；\n]{0,16}(?:[：:，,]第?|[：:][；\n]|[，,：:]?[（(])$|^[^。；：，\n]{0,6}$"
)
NAMED = re.compile(
    r"^[，（]?(?:分别(?:是|为)[：]?|依次为[：]?|即|包括[：]?|：)(?P<names>[^，。；：\d]*、[^，。；：\d]*)[。；）]"
)
NAMES_BEFORE = re.compile(r"[^，。；：、\d]{2,}(?:、[^，。；：、\d]{1,12}){2,}$")
TITLES = re.compile(r"(?:《[^》]+》[、和及]?){2,}(?=$|[。；])")
OPEN_LIST = re.compile(r"等|其中|其他")
JOINS = re.compile(r"[和及与]")

# names of institutions
INSTITUTION = re.compile(
    r"[\u4e00-\u9fff]{3,30}?(?:服务中心|指导中心|管理中心|资源中心|康复中心|活动中心|中心|(?<![结格布])局|(?:保健|检察|法|医|研究)院|图书馆|文化馆|博物馆|体育馆|敬老院|养老院|幼儿园|医院|管理[局处所]|分局|服务所|供应站|指导站|工作站|服务站|研究所|联合会|福利院|康复医院|特殊教育学校|基金会|促进会)"
)
PLACE = re.compile(
    r"^(?:[\u4e00-\u9fff]{2,4}?省)?(?:[\u4e00-\u9fff]{0,3}?市(?![管场民政容]))?(?:[\u4e00-\u9fff]{0,3}?[区县旗])?"
)
PLACES = re.compile(
    r"[\u4e00-\u9fff]{2,6}?(?:街道|镇(?!居民)|乡(?![镇村])|社区(?!工作|服务|矫正|卫生|康复|居民|居家|教育|治理|党)|村(?![民庄居级]))"
)
UNLIKE = "一二三四五六七八九十东西南北中上下新旧老大小男女"
EXCHANGEABLE = ("服务", "综合", "指导", "管理", "事务", "残疾人", "工作", "资源", "发展", "支持", "创业")
NAME_STARTS = re.compile(
    r".*(?:单位|机构|包括|分别是|分别为|下有|下设|[：:、，；。“”（(]|[一二三四五六七八九]是|[和与及在为由对从向到是的])"
)

# periods
OWN_YEAR = re.compile(r"(?P<year>(?:19|20)\d{2})年度?(?:总体目标|绩效目标|年度目标|绩效自评|自评)")
HISTORY = re.compile(r"以来|比较|对比|回顾|历年|上年|变化|[（(]\d{4}年[）)]|印发|通知|办法|规划|方案")
OF_WHOLE_YEAR = re.compile(r"全年(?!的?(?:计划|目标|任务|预算))|年末|年底")
NEEDS_MORE = re.compile(r"[与同和]$")  # 与2023年 compares only where 相比, 持平 ... follows
NOT_COMPARED = re.compile(r"[合共会]同$")
PLANNED = re.compile(r"计划|打算|安排|思路|展望|工作要点|预算|目标|下一步")
