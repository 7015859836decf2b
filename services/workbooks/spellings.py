"""How offices write things: what else they call a column, how they write days, yes and no. Data, in Chinese."""

import re

RESULT = "导入结果"  # the heading of the column that we add to a workbook which goes back
LEGEND = "导入结果说明"  # and the sheet that explains it
GUIDE = "说明"  # the sheet that explains a template
ALSO = {
    "id_number": ("身份证号码", "公民身份号码", "身份证", "证件号码", "证件号"),
    "name": ("残疾人姓名", "名字"),
    "certificate": ("残疾证号", "残疾人证号码", "残疾证号码", "证号"),
    "external_id": ("编号", "外部编号", "台账序号"),
    "organisation": ("单位名称", "用人单位"),
    "on": ("申请日期", "登记日期", "日期"),
    "valid_from": ("发证时间", "批准日期"),
    "community": ("村(社区)", "所在社区", "居委会", "社区(村)"),
    "phone": ("联系电话", "手机号码", "手机号", "手机"),
    "head": ("户主证件号", "户主身份证"),
    "relation": ("户主关系", "与户主的关系"),
}
FILLED_IN = ("(必填)", "(选填)")
DAY = re.compile(r"(\d{4})(?:-|/|\.|年)(\d{1,2})(?:-|/|\.|月)(\d{1,2})日?(?: 00:00(?::00)?)?")
MONTH = re.compile(r"(\d{4})(?:-|/|\.|年)(\d{1,2})月?(?:[-/.]0?1日?)?")
COUNTED = re.compile(r"(?<=\d)[次件个对套月时]$")
YUAN = re.compile(r"^[¥￥]|元$")
YES = {"是", "有", "√", "✓", "✔", "1", "对", "Y", "YES", "TRUE"}
NO = {"否", "无", "没有", "×", "✗", "0", "不", "N", "NO", "FALSE"}
WIDE = re.compile("[\uff01-\uff5e]")
WIDE_WORD = re.compile("[\uff10-\uff19\uff21-\uff3a\uff41-\uff5a]+")
BETWEEN = re.compile(r"[、,，;；\s]+")
IMPAIRMENTS = ("视力", "听力", "言语", "肢体", "智力", "精神")  # in the order of their codes
DEGREES = "一二三四1234"
IMPAIRMENT = re.compile(f"({'|'.join(IMPAIRMENTS)})(?:残疾)?([{DEGREES}])级")
DOTS = "·•‧∙⋅・･．."
