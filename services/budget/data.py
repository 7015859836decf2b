"""Function codes of class 20811 (DOMAIN D). 2081105 was renamed about 2021-2022; the year taken here is unverified."""

NAMES = {
    "2081101": "行政运行",
    "2081102": "一般行政管理事务",
    "2081103": "机关服务",
    "2081104": "残疾人康复",
    "2081105": "残疾人就业",
    "2081106": "残疾人体育",
    "2081107": "残疾人生活和护理补贴",
    "2081199": "其他残疾人事业支出",
    "2296006": "用于残疾人事业的彩票公益金支出",
}
OLD_NAME, RENAMED_IN = "残疾人就业和扶贫", 2022
VERIFIED = ("2081104", "2081199")
YEARS = range(2020, 2028)


def rows() -> list[tuple[int, str, str, bool]]:
    """(fiscal year, code, name, verified)."""
    return [
        (year, code, OLD_NAME if code == "2081105" and year < RENAMED_IN else name, code in VERIFIED)
        for year in YEARS
        for code, name in NAMES.items()
    ]
