"""What is counted in which unit: kinds of nouns by how they end, and the units that they never take. Data only."""

import re

_EXISTS = (
    r"(?:新增|新建|改建|扩建|新设|新开|新办|建成|建设|建立|建有|设立|设有|开办|开设|打造|改造|创建|命名|评选|评定|认定|培育|扶持|规范|整治|取缔|查封"
    r"|关停|关闭|检查|抽查|走访|帮扶|服务|现有|共有|拥有|各级|各类|登记|注册|备案|年检)"
)
_MAKES = (
    r"(?:新增|新建|新购|新开通|开通|建成|改建|扩建|建设|购置|购买|采购|更新|投放|修复|安装|配备|回收|种植|栽植|栽种|补植|养殖|出栏|存栏|培育|改造|开设|申[报请]"
    r"|开办|编制|制定|修订|出台|发布|授权|获得|新添|添置|维修|检修|更换|加装|维护|检测|抽检|创建|打造|开发|引进|设立|发放|印发|捐赠|清理|拆除|报废"
    r"|硬化|养护|疏浚|流转|复垦|治理|放养|投入|淘汰)"
)
KINDS = {  # how a noun of this kind ends, where need be with the verb before it
    "firm": r"企业|公司|农户|商户|合作社|(?:社会|服务|公益|志愿|慈善|行业|科研|检测|中介|培训)(?:组织|机构)"
    r"|诊所|药店|门店|餐馆|饭店|工厂|商会|协会|学会|网吧|酒吧|市场主体|用人单位|家庭农场",
    "venue": rf"(?:{_EXISTS}[\u4e00-\u9fff]{{0,8}}|的[\u4e00-\u9fff]{{0,4}})"
    r"(?:幼儿园|学校|[小中]学|医院|养老机构|养老院|公厕|公园|网点|站点|加油站"
    r"|卫生院|酒店|宾馆|超市|商场|家园|食堂|站|中心|基地|馆|书屋|广场|停车场|社区|村|小区|卫生室|课堂|实验室|景区|平台|窗口)",
    "goods": r"(?<![司手])机|[汽货客轿卡吊防]车|用车|车辆|设备|器材|仪器?|电脑|空调|路灯|报警器|简报|图书"
    r"|文件|材料|资料|手册|传单|折页|海报|宣传[品单册]|物资|用品|样品|轮椅|[\u4e00-\u9fff]器|[盲拐手]杖|假肢|护理床|健康包|礼包|口罩|防护服|校服",
    "print": r"图书|文件|资料|手册|传单|折页|海报|宣传[品单册]|简报|报纸|杂志|档案",
    "place": r"床位|学位|车位|泊位|座位|工位|摊位|展位",
    "event": r"(?:举办|开展|组织|召开|举行)[^，。；]{0,14}(?:会议?|讲座|培训班|演出|展览|比赛|演练|活动)|招聘会|座谈会"
    r"|运动会|发布会|报告会|音乐会|讲座|培训班",
    "case": r"案件|工单|提案|议案|建议案|信访件|事故|纠纷|火灾|警情"
    r"|违[法规章](?:停车|建设|建筑|用地|行为|经营|排污|操作|占道)",
    "land": r"绿地|林地|耕地|农田|草[地原]|湿地|草原修复|造林|(?:绿地|种植|绿化|造林|播种|建筑|占地|林地)面积",
    "line": r"道路|管网|管线|公路|步道|绿道|河道|线路|航线|光缆|沟渠|堤防|围栏",
    "length": r"(?:总长度?|全长|长度|里程)(?:共?[为计达]到?|合计)?",
    "area": r"面积(?:共?[为计达]到?|合计)?",
    "alive": rf"{_MAKES}[\u4e00-\u9fff]{{0,8}}?(?:羊|猪|牛|鸡|鸭|家禽|苗木?|树木?|林木|花卉)",
    "made": rf"{_MAKES}[\u4e00-\u9fff]{{0,8}}?(?:专利|商标|标准|制度|规范|课程|教材"
    r"|古籍|文物|软件|节目|品牌|作品|论文|产品)",
    "building": rf"{_MAKES}[\u4e00-\u9fff]{{0,8}}?(?:(?<![书药票])房|桥|楼|公?厕|库|井|大棚|电梯|充电桩|泵站"
    r"|广场|厂房|摄像头|水塔|路口|路面|水窖|护栏|井盖)",
    "vehicle": rf"{_MAKES}[\u4e00-\u9fff]{{0,8}}?(?:车|船|公交|舟|艇)",
    "stuff": r"垃圾|渣土|粮食|蔬菜|水果|煤炭|污水|淤泥|农药|化肥|[水电气]量|猪肉",
    "family": r"(?:慰问|走访|资助|帮扶|救助|改造)[\u4e00-\u9fff]{0,6}家庭|(?<!个人)(?<!人均)[\u4e00-\u9fff]{2}家庭",
}
_UNFIT = {  # of every kind of noun the units that never count it
    "人": "firm venue goods place event case land line alive made building vehicle stuff family length area",
    "人次": "venue place land line alive building vehicle stuff",
    "户": "venue place event case line alive made vehicle stuff",
    "家": "building goods place event case land line alive made vehicle stuff",
    "所": "goods place event case land line alive made vehicle stuff",
    "场": "firm venue goods place case land line alive building vehicle",
    "台": "venue place event case land line alive print",
    "辆": "venue place event case land line alive print",
    "套": "event case land line alive",
    "件": "firm venue place land line alive",
    "起": "firm venue goods place land line alive",
    "公里": "venue vehicle building goods place event case land alive area",
    "米": "area",
    "平米": "length",
    "公顷": "length",
    "平方公里": "length",
    "立方米": "length area",
    "座": "line goods event case alive firm",
    "亩": "goods place event case line length",
    "册": "place event land line alive vehicle",
    "株": "venue goods place event case line",
    "吨": "venue place event case land line vehicle length area",
}
NOUNS_BEFORE = {
    unit: re.compile(rf"(?P<noun>{'|'.join(KINDS[kind] for kind in kinds.split())})$") for unit, kinds in _UNFIT.items()
}

_PEOPLE = (
    r"学生|妇女|导游|新生|教师|儿童|孤儿|老年?人|青少年|(?<!共)青年|未成年人|市民|居民|村民|农民|工人|民警|官兵|士兵|军人|传承人|带头人|申请人|当事人|代理人|监护人|嫌疑人|职工|员工|医师|医生|律师|护士|人才|专家|干部"
    r"|义务兵|考生|毕业生|[党学队球店]员|运动员|驾驶员|护理员|公务员|[\u4e00-\u9fff]{2}(?<![会成组委党学队球店人])员|志愿者|劳动者|患者|读者|游客"
    r"|旅客|观众|嘉宾|听众|残疾人|(?<!困难)群众|孕产妇|(?:[为献业获荐导讲])者|工作者|创业者|消费者|经营者|标兵|模范|选手|委员"
)
PERSONS = re.compile(rf"(?P<noun>{_PEOPLE})$")
PERSONS_NAMED = re.compile(rf"^[\u4e00-\u9fff]{{0,6}}?(?:{_PEOPLE})")  # 困境儿童, of what follows a number
YOUNG = re.compile(r"儿童|孤儿|学生|新生|考生|青少?年|未成年|毕业|团员|学员")
PERSONS_DO = re.compile(r"(?P<noun>就业|上岗|入伍|参军|入学|毕业|入职|退休|参训|结业|受伤|就诊|参赛|获奖选手)$")
PERSONS_AFTER = re.compile(
    rf"^(?:困难|残疾|持证|优秀|贫困|低保|特困|新增|高层次|流浪|留守|退役|失业|专业|青年|优抚|适龄)*(?P<noun>{_PEOPLE})$"
)
THINGS = (
    "件", "台", "辆", "座", "套", "栋", "亩", "本", "条", "所", "吨", "公里", "公斤", "册", "家", "场", "起", "宗",
    "张", "只", "幅", "株", "棵", "头", "羽", "艘", "间", "块", "处", "公顷", "平米", "部", "架次", "车次",
)  # fmt: skip
SAID_OF_CASES = ("件", "起", "宗", "场", "条", "张", "处", "本", "册", "部")  # 面向青少年86场
EVENT, HELD_AT = "场", re.compile(r"(?:进|走进|送到?|面向|为|针对|赴|到|在|入)$")
FOR_PERSONS = re.compile(r"涉及|惠及|侵害|针对|面向|关于|涉[\u4e00-\u9fff]|为|向|给|保护|关爱")
PERSONS_COUNTED = re.compile(
    r"(?:参加|参[训赛会与]|出席|到场|培训|救助|资助|招聘|招募|招录|招收|录用|聘用|引进|安置|慰问|帮扶|奖励|选派|表彰)[\u4e00-\u9fff]{0,6}"
    rf"(?P<noun>{_PEOPLE}|人员)$"
)
PERSONS_ALONE = re.compile(  # 困难职工36户 is said, 残疾学生36户 is not
    r"(?P<noun>学生|儿童|未成年人|青少年|孤儿|教师|医生|护士|毕业生|运动员|志愿者|学员|考生|驾驶员|工人|民警|官兵|士兵|军人|传承人|带头人|申请人|当事人|代理人|监护人|嫌疑人|游客|读者|(?<!低保)(?<!困难)(?<!特困)(?<!贫困)(?<!供养)人员"
    r"|[\u4e00-\u9fff]者|义务兵|人才|专家|护理员|导游|患者)$"
)
HOUSEHOLDS_OF = re.compile(
    r"^(?!(?:困难|特困)职工)(?P<noun>[\u4e00-\u9fff]{0,6}?(?:持证残疾人|学生|儿童|老人|老年人|职工|毕业生|运动员|教师|医生|患者|旅客))(?![^，。；、]{0,4}(?:户|家))"
)
PERSONS_OF = re.compile(
    r"^(?P<noun>[\u4e00-\u9fff]{0,8}?(?:家庭|企业|单位|机构|社区|街道|学校|医院|幼儿园|项目|工程|案件|车辆|设备|床位|公园|场所))"
    r"(?:$|和|与|及|、|发放|提供|实施|进行|开展|送|配备|办理|落实)"
)
PERSONS_AMONG = re.compile(
    r"涉及|惠及|带动|覆盖|吸纳|辐射|来自|职工|人员|负责人|代表|入住|送|转|进[入驻]|派|安置|就读|入学|参[加与观]|搬|迁|出席|观看|乘坐|的|(?<!其)中"
)
