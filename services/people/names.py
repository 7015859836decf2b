"""The keys under which a person is found by name.

`search_keys(name)` goes into an array column under a GIN index; `term_keys(term)` gives what that array must
contain, all of it (`keys @> ARRAY[...]`). Trigrams cannot find names of two characters; these keys can. Names and
terms are first folded: half-width, lower case, no tone marks (lü is lv), no spaces, dots or punctuation.

    key             of 单小明           of 阿依古丽·买买提        finds
    ^ + character   ^单                 ^阿                       a term of one Chinese character: the first of the name
    two characters  单小 小明           阿依 ... 丽买 ... 买提    a term of two or more, anywhere in the name
    whole name      单小明              阿依古丽买买提            the name exactly; also a term mixing scripts
    pinyin          shanxiaoming        ayigulimaimaiti           Latin terms, whole: `shanxiaoming`, `Shan Xiaoming`
                    danxiaoming
    initials        sxm dxm             ayglmmt                   Latin terms, whole: `sxm`
    first part      shan dan            ayiguli maimaiti          Latin terms: the surname; each part of a dotted name

The Latin keys share one alphabet, so `an` is 安 as well as 阿娜: a term is not told apart into initials and pinyin.
A character that pinyin does not know stands for itself: 王 + unknown is found by its characters, or as `wang` + it.
Characters read in two ways as a surname or in given names have keys for both; ü has lv, lu and the passport's lyu.
"""

import re
import unicodedata
from collections.abc import Iterable
from functools import cache, lru_cache
from itertools import islice, pairwise, product

from pypinyin import Style, pinyin

# The dots which people type inside a name: · • ‧ ∙ ⋅ ・ ･ ． and the full stop.
DOTS = re.compile("[·•‧∙⋅・･．.]")
WORD = re.compile("[a-z0-9]+|.")
LATIN = re.compile("[a-z0-9]+")
PINYIN_V = re.compile("(?<=[ln])u(?:\u0308|:)")
# Parts of a name: letters, digits, boxes for a missing character, private use, characters newer than this Python.
WRITTEN = {"Ll", "Lo", "Lm", "Lu", "Lt", "Nd", "Nl", "No", "So", "Co", "Cn"}
MOST_GIVEN_NAME_READINGS = 12


def _table(text: str) -> dict[str, tuple[str, ...]]:
    """`单 shan dan, 仇 qiu chou` as a mapping."""
    entries = (entry.split() for entry in text.split(","))
    return {character: tuple(readings) for character, *readings in entries}


# Surnames not read as the character usually is: the surname's reading first, then what people also type.
SURNAME_READINGS = _table("""
    单 shan dan, 仇 qiu chou, 曾 zeng ceng, 解 xie jie, 朴 piao pu, 区 ou qu, 覃 qin tan, 查 zha cha, 盖 ge gai,
    翟 zhai di, 员 yun yuan, 乐 yue le, 黑 he hei, 重 chong zhong, 秘 bi mi, 洗 xian xi, 冼 xian xi,
    折 she zhe, 种 chong zhong, 缪 miao mou miu, 宓 mi fu, 句 gou ju, 召 shao zhao, 祭 zhai ji, 繁 po fan,
    晟 cheng sheng, 隽 juan jun, 薄 bo bao, 柏 bai bo, 贾 jia gu, 牟 mu mou, 车 che ju, 俞 yu shu, 能 nai neng,
    费 fei bi, 郗 xi chi, 郇 xun huan, 隗 wei kui, 褚 chu zhu, 谌 chen shen, 乜 nie mie, 佴 nai er, 么 yao me,
    尉 wei yu, 盛 sheng cheng, 沈 shen chen, 殷 yin yan, 粘 nian zhan, 镡 chan tan xin, 瞿 qu ju, 都 du dou,
    郄 qie xi, 藏 zang cang, 谷 gu yu, 长 zhang chang, 朝 chao zhao, 行 xing hang, 扎 zha za, 番 pan fan, 炅 gui jiong,
    厘 xi li, 库 she ku, 合 he ge, 宿 su xiu, 莘 shen xin, 钭 tou dou, 蕃 pi fan, 适 kuo shi,
    卜 bu bo, 贠 yun yuan
""")
# Surnames of more than one character; readings only where the characters' own will not do.
COMPOUND_SURNAMES = _table("""
    尉迟 yu-chi wei-chi, 万俟 mo-qi wan-si, 长孙 zhang-sun chang-sun, 澹台 tan-tai dan-tai, 拓跋 tuo-ba ta-ba,
    单于 chan-yu shan-yu dan-yu, 乐正 yue-zheng le-zheng, 宰父 zai-fu, 亓官 qi-guan, 令狐 ling-hu, 鲜于 xian-yu,
    欧阳, 司马, 司徒, 司空, 上官, 诸葛, 皇甫, 夏侯, 公孙, 慕容, 宇文, 端木, 轩辕, 赫连, 呼延, 南宫, 东方, 独孤, 西门,
    东郭, 百里, 淳于, 濮阳, 申屠, 太叔, 太史, 公冶, 公羊, 公西, 钟离, 闾丘, 闻人, 左丘, 第五, 漆雕, 壤驷, 宗政, 梁丘,
    纳兰, 完颜, 耶律, 段干, 谷梁, 夹谷, 仲孙, 巫马, 相里, 达奚, 爱新觉罗, 叶赫那拉
""")
# Characters of given names of which more than one reading is in use, the usual one first.
GIVEN_READINGS = _table("""
    乐 le yue, 茜 qian xi, 晟 sheng cheng, 长 chang zhang, 朝 chao zhao, 行 xing hang, 重 zhong chong, 莎 sha suo,
    娜 na nuo, 澄 cheng deng, 柏 bai bo, 蔚 wei yu, 浚 jun xun, 隽 jun juan, 传 chuan zhuan, 藏 cang zang,
    盛 sheng cheng, 颉 jie xie, 筠 yun jun, 曾 zeng ceng, 单 dan shan, 都 du dou, 校 xiao jiao, 伯 bo bai,
    尉 wei yu, 解 jie xie, 朴 pu piao, 车 che ju
""")


def fold(text: str) -> str:
    """Half-width, lower case, tone marks off, lü as lv; dots as `·`, what is no part of a name a space."""
    text = DOTS.sub("·", unicodedata.normalize("NFKC", text).casefold())
    text = PINYIN_V.sub("v", unicodedata.normalize("NFD", text))
    kept = (
        c if c == "·" or unicodedata.category(c) in WRITTEN else "" if unicodedata.combining(c) else " " for c in text
    )
    return unicodedata.normalize("NFC", "".join(kept))


def compound_surname(name: str) -> str:
    """The surname of two or four characters with which the name starts, or ""; a surname alone is not one."""
    for length in (4, 2):
        if len(name) > length and name[:length] in COMPOUND_SURNAMES:
            return name[:length]
    return ""


def search_keys(name: str) -> list[str]:
    """Every key of the name, without repetition; [] for a name without a letter."""
    parts = [words for part in fold(name).split("·") if (words := _words(part))]
    whole = [word for part in parts for word in part]
    if not whole:
        return []
    head = 1 if len(parts) > 1 else len(compound_surname("".join(whole))) or 1
    text = "".join(whole)
    keys = [text, *_bigrams(whole), *(w for w in whole if LATIN.fullmatch(w) and len(w) > 1)]
    if not LATIN.fullmatch(whole[0]):
        keys.append(f"^{whole[0]}")
    for reading in _readings(whole, head, dotted=len(parts) > 1):
        keys += ["".join(reading), "".join(syllable[0] for syllable in reading)]
        if len(parts) == 1:
            keys.append("".join(reading[:head]))
            continue
        start = 0
        for part in parts:
            keys.append("".join(reading[start : start + len(part)]))
            start += len(part)
    return list(dict.fromkeys(keys))


def term_keys(term: str) -> list[str] | None:
    """The keys that a found person has, all of them; None for a term that is no name (empty, or digits only)."""
    words = _words(fold(term).replace("·", " "))
    text = "".join(words)
    if not text or text.isdigit():
        return None
    if any(LATIN.fullmatch(word) for word in words):
        return [text]
    return list(dict.fromkeys(_bigrams(words))) or [f"^{text}"]


def _words(text: str) -> list[str]:
    """Chinese characters one by one, runs of Latin letters together."""
    return [word for word in WORD.findall(text) if word != " "]


def _bigrams(words: list[str]) -> list[str]:
    """Two characters side by side; not of Latin letters, whose pairs would be taken for initials."""
    return [a + b for a, b in pairwise(words) if not LATIN.fullmatch(a) and not LATIN.fullmatch(b)]


def _readings(words: list[str], head: int, *, dotted: bool) -> Iterable[tuple[str, ...]]:
    """The name as syllables, in each reading: all of the surname, a bounded number of the rest."""
    heads: list[tuple[str, ...]]
    if dotted:
        heads = [(reading,) for reading in _given(words[0])]
    elif head > 1:
        heads = _compound("".join(words[:head]))
    else:
        heads = [(reading,) for reading in _surname(words[0])]
    rests = list(islice(product(*map(_given, words[head:])), MOST_GIVEN_NAME_READINGS))
    return [first + rest for first in heads for rest in rests]


@cache
def _compound(surname: str) -> list[tuple[str, ...]]:
    return [tuple(r.split("-")) for r in COMPOUND_SURNAMES[surname]] or list(product(*map(_given, surname)))


@lru_cache(maxsize=50_000)
def _surname(word: str) -> tuple[str, ...]:
    return SURNAME_READINGS.get(word) or _given(word)


@lru_cache(maxsize=50_000)
def _given(word: str) -> tuple[str, ...]:
    """The readings in which a word of a name is indexed, the usual first."""
    if LATIN.fullmatch(word):
        return (word,)
    if word in GIVEN_READINGS:
        readings = GIVEN_READINGS[word]
    else:
        readings = (pinyin(word, style=Style.NORMAL)[0][0].replace("ê", "e"),)
    return tuple(dict.fromkeys(s for r in readings if LATIN.fullmatch(r) for s in _spellings(r))) or (word,)


def _spellings(syllable: str) -> tuple[str, ...]:
    """lü as people type it: lv, lu, and lyu as in passports."""
    if syllable[:2] not in ("lv", "nv"):
        return (syllable,)
    return (syllable, syllable.replace("v", "u"), syllable.replace("v", "yu"))
