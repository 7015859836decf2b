"""The catalogue of assistive devices as far as it could be read; the office keeps it up as dated rows.

Rows with a verifier stand in the adult catalogue of 2018 (京残发〔2018〕46号, DOMAIN C.6); the others are working
assumptions in its form, marked as not verified, until the office has entered the current catalogue.
"""

READ = ("京残发〔2018〕46号 成人高值器具目录", "政策资料核对 2026-11")
ASSUMED = ("原目录未能读取，暂按同类器具估列，待核对", "")
SINCE = "2018-01-01"
ANY = ""

# code, class of GB/T 16432-2016, name, counting unit, service life (years), subsidy standard (yuan), assessment level,
# categories (of GB/T 26341; empty: any), (source, verifier)
CATALOGUE = [
    ("wheelchair", "122203", "普通轮椅", "piece", 4, "1200", "初级", "4 7", READ),
    ("wheelchair_armrest", "122203", "活扶手轮椅", "piece", 4, "1300", "初级", "4 7", READ),
    ("wheelchair_high_back", "122203", "高靠背轮椅", "piece", 4, "1600", "初级", "4 7", READ),
    ("wheelchair_sport", "122203", "运动式生活轮椅", "piece", 4, "3500", "初级", "4 7", READ),
    ("walking_frame", "120603", "助行架", "piece", 4, "200", "初级", "4 7", ASSUMED),
    ("rollator", "120606", "轮式助行器", "piece", 4, "400", "初级", "4 7", ASSUMED),
    ("crutches", "120312", "腋杖", "pair", 3, "120", "初级", "4 7", ASSUMED),
    ("walking_stick", "120303", "手杖", "piece", 3, "80", "初级", ANY, ASSUMED),
    ("white_cane", "123903", "盲杖", "piece", 2, "60", "初级", "1 7", ASSUMED),
    ("commode_chair", "091203", "坐便椅", "piece", 4, "260", "初级", ANY, ASSUMED),
    ("shower_chair", "093307", "洗浴椅", "piece", 4, "240", "初级", ANY, ASSUMED),
    ("care_bed", "181210", "护理床", "piece", 6, "2600", "中级", "4 6 7", ASSUMED),
    ("cushion", "043303", "防压疮坐垫", "piece", 2, "600", "初级", "4 7", ASSUMED),
    ("lower_limb_orthosis", "061206", "踝足矫形器", "piece", 2, "1500", "中级", "4 7", ASSUMED),
    ("hearing_aid", "220615", "助听器", "pair", 4, "6000", "中级", "2 7", ASSUMED),
    ("flashing_doorbell", "222712", "闪光门铃", "set", 4, "200", "初级", "2 7", ASSUMED),
    ("communication_board", "222112", "沟通板", "piece", 3, "500", "初级", "3 5 7", ASSUMED),
    ("electronic_magnifier", "223003", "便携式助视器", "piece", 4, "1800", "中级", "1 7", ASSUMED),
    ("talking_watch", "222712", "语音手表", "piece", 3, "100", "初级", "1 7", ASSUMED),
    ("cognition_kit", "310303", "认知训练套件", "set", 3, "400", "初级", "5 6 7", ASSUMED),
    ("locator", "222715", "防走失定位器", "piece", 3, "300", "初级", "5 6 7", ASSUMED),
    ("pill_reminder", "222718", "服药提醒器", "piece", 3, "150", "初级", "6 7", ASSUMED),
]
