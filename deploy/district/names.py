"""Made-up names of people, streets' addresses and organisations, from common characters."""

from random import Random

SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴"
    "夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文单仇解覃"
)
COMMON = 24  # the first so many surnames are those of most people
COMPOUND = ("欧阳", "司马", "上官", "诸葛", "尉迟", "皇甫", "令狐", "爱新觉罗", "叶赫那拉")
MALE = "伟强磊军洋勇杰涛明超刚平辉鹏华飞鑫波斌宇浩凯健俊帆帅旭宁龙林欢阳建国志文德福贵永庆祥瑞海山松柏成荣光"
FEMALE = "芳娜敏静丽艳娟霞秀玲燕红梅英兰珍莉桂凤洁琳素云莲真环雪荣爱妹香月莺媛瑞凡佳嘉琼勤珠翠雅芝玉萍娥婷淑惠"
EITHER = "文华平安和清春秋晓一子雨思宁乐晨新"
MINORITY = ("阿依古丽·买买提", "艾力·吐尔逊", "古丽娜尔·热合曼", "巴图·孟克", "卓玛·次仁", "扎西·旦增")
RARE = "𬀩㛃㬎䶮喆昇"
ALIKE = dict(zip("佳嘉丽莉英文红玲志华伟军静芳明强建健", "嘉佳莉丽瑛雯虹灵智骅玮君晶方铭墙健建", strict=True))
PLACES = ("东里", "西里", "南里", "北里", "前街", "后街", "大院", "小区")
TRADES = (
    "商贸有限公司", "餐饮管理有限公司", "物业管理有限公司", "文化传媒有限公司", "信息技术有限公司", "印刷有限公司",
    "便民服务中心", "家政服务有限公司", "超市有限公司", "物流有限公司", "酒店管理有限公司", "园林绿化有限公司",
)  # fmt: skip
BRANDS = (
    "晨禾", "启明", "青荷", "同舟", "知行", "安泽", "和顺", "云杉", "暖阳", "百川", "松风", "致远", "润泽", "清源",
    "博雅", "合众", "新桥", "远山",
)  # fmt: skip
PROVIDERS = ("康复中心", "儿童康复训练中心", "社区康复站", "言语训练中心", "残疾人职业康复站")


def person(rng: Random, sex: str) -> str:
    """A full name; about one in 400 has a compound surname, one in 700 a dotted name or a rare character."""
    chance = rng.random()
    if chance < 0.0007:
        return rng.choice(MINORITY)
    if chance < 0.0032:
        return rng.choice(COMPOUND) + given(rng, sex)
    surname = rng.choice(SURNAMES[:COMMON] if rng.random() < 0.7 else SURNAMES)
    if chance < 0.0045:
        return surname + rng.choice(RARE)
    return surname + given(rng, sex)


def given(rng: Random, sex: str) -> str:
    own = MALE if sex == "M" else FEMALE
    if rng.random() < 0.22:
        return rng.choice(own)
    return rng.choice(EITHER if rng.random() < 0.3 else own) + rng.choice(own)


def alike(name: str) -> str:
    """The name as somebody else heard it: one character written differently, or the dot left out."""
    for character in reversed(name):
        if character in ALIKE:
            return name.replace(character, ALIKE[character])
    return name.replace("·", "") if "·" in name else name[0] + name[1:] + name[-1]


def address(rng: Random) -> str:
    building, stair, floor, door = (rng.randint(1, most) for most in (40, 6, 18, 4))
    return f"{rng.choice(PLACES)}{building}号楼{stair}单元{floor}0{door}"


def phone(rng: Random) -> str:
    """11 digits that no mobile network uses (they begin with 13 to 19)."""
    return f"110{rng.randrange(10**8):08d}"


CODE_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"


def credit_code(number: int) -> str:
    """A unified social credit code of the unallocated area 110199, check character by GB 32100-2015."""
    first_17 = f"91110199{number:09d}"
    total = sum(CODE_ALPHABET.index(c) * pow(3, i, 31) for i, c in enumerate(first_17))
    return first_17 + CODE_ALPHABET[-total % 31]


def employer(rng: Random, number: int) -> str:
    return f"（虚构）{rng.choice(BRANDS)}{number}号{rng.choice(TRADES)}"


def provider(rng: Random, number: int) -> str:
    return f"（虚构）{rng.choice(BRANDS)}{number}号{PROVIDERS[number % len(PROVIDERS)]}"


def hospital(rng: Random, number: int) -> str:
    return f"（虚构）{rng.choice(BRANDS)}{number}号评定医院"


def law_firm(rng: Random, number: int) -> str:
    return f"（虚构）{rng.choice(BRANDS)}{number}号律师事务所"
