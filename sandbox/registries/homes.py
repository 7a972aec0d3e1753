"""Four thousand homes as the title registry knows them, made by rule: the same in every sandbox."""

import json
import re
import sqlite3
from dataclasses import asdict, dataclass, replace
from typing import Any

from sandbox.declined import unreadable

COUNT = 4_000
DISTRICTS = (
    ("110105", "朝", "朝阳区", ("建国路", "望京街", "安立路", "百子湾路")),
    ("110108", "海", "海淀区", ("中关村大街", "学院路", "万柳中路", "西三旗东路")),
    ("110106", "丰", "丰台区", ("方庄路", "丰台北路", "马家堡西路", "丽泽路")),
    ("110101", "东", "东城区", ("东直门内大街", "和平里东街", "广渠门内大街", "安定门外大街")),
    ("110102", "西", "西城区", ("德胜门外大街", "广安门内大街", "月坛南街", "马连道路")),
    ("110112", "通", "通州区", ("新华东街", "通朝大街", "梨园北街", "玉桥西路")),
    ("110114", "昌", "昌平区", ("回龙观西大街", "天通苑南街", "政府街", "北清路")),
    ("110115", "大", "大兴区", ("黄村西大街", "兴华大街", "旧桥路", "西红门南街")),
)
SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗"
GIVEN = ("建国", "秀英", "伟", "芳", "志强", "桂兰", "磊", "静", "晓东", "丽华", "明", "玉梅")
COMPANIES = ("北京华居置业有限公司", "北京安和物业管理有限公司", "北京京西资产经营有限公司")
MARKS: dict[int, dict[str, Any]] = {
    7: {"restrictions": ("seizure",)},
    13: {"restrictions": ("objection",)},
    19: {"use": "商业"},
    23: {"restrictions": ("dangerous",)},
    29: {"restrictions": ("demolition",)},
    31: {"certificate": "cost_price"},
    37: {"certificate": "before_2008"},
    41: {"certificate": "expired"},
}
"""What is the matter with homes whose number leaves this rest when divided by fifty."""

CERTIFICATES = ("valid", "expired", "wrong_class", "cost_price", "before_2008")
RESTRICTIONS = ("mortgage", "seizure", "objection", "dangerous", "demolition")
ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
USCC = "0123456789ABCDEFGHJKLMNPQRTUWXY"


@dataclass(frozen=True)
class Home:
    certificate_type: str
    certificate_no: str
    owner_name: str
    owner_id_type: str
    owner_id_number: str
    district: str
    address: str
    area: str
    unit_no: str
    use: str = "住宅"
    certificate: str = "valid"
    restrictions: tuple[str, ...] = ()


def home(number: int) -> Home:
    """The home of this number, from 1 to 4,000."""
    code, letter, district, streets = DISTRICTS[number % len(DISTRICTS)]
    street = streets[number // len(DISTRICTS) % len(streets)]
    place = (
        f"{street}{number % 197 + 1}号{number % 23 + 1}号楼{number % 28 + 1}层{number % 6 + 1:02}室"
    )
    is_old = number % 5 == 0
    of_company = number % 40 == 3
    made = Home(
        "ownership" if is_old else "real_estate",
        f"X京房权证{letter}字第{600_000 + number}号"
        if is_old
        else f"京({2016 + number % 9}){letter}不动产权第{number:07}号",
        COMPANIES[number % len(COMPANIES)] if of_company else name(number),
        "uscc" if of_company else "resident_id",
        uscc(number) if of_company else id_number(code, number),
        code,
        f"北京市{district}{place}",
        f"{38 + number % 90}.{number % 100:02}",
        f"{code}00100{number % 10}GB{number:05}F{number:08}",
        restrictions=("mortgage",) if number % 3 == 0 else (),
    )
    return replace(made, **MARKS.get(number % 50, {}))


def name(number: int) -> str:
    return SURNAMES[number % len(SURNAMES)] + GIVEN[number // len(SURNAMES) % len(GIVEN)]


def id_number(district: str, number: int) -> str:
    body = f"{district}{1950 + number % 45}{number % 12 + 1:02}{number % 28 + 1:02}{number % 999 + 1:03}"
    weighed = sum(int(d) * w for d, w in zip(body, ID_WEIGHTS, strict=True))
    return body + "10X98765432"[weighed % 11]


def uscc(number: int) -> str:
    body = f"91110105MA{number % len(COMPANIES):07}"
    weighed = sum(USCC.index(body[i]) * pow(3, i, 31) for i in range(17))
    return body + USCC[-weighed % 31]


def number_of(certificate_no: str) -> int:
    """The number of the home that a certificate may name; 0 when it names none of ours."""
    found = re.search(r"第0*(\d{1,7})号$", certificate_no)
    number = int(found[1]) if found else 0
    if certificate_no.startswith("X"):
        number -= 600_000
    return number if 0 < number <= COUNT else 0


def find(db: sqlite3.Connection, certificate_type: str, certificate_no: str) -> Home | None:
    """What the register says now: as somebody set it on the control page, else as it was made."""
    row = db.execute(
        "SELECT home FROM titles WHERE certificate_no = ?", (certificate_no,)
    ).fetchone()
    found = of_text(row["home"]) if row else as_made(certificate_no)
    return found if found and found.certificate_type == certificate_type else None


def as_made(certificate_no: str) -> Home | None:
    number = number_of(certificate_no)
    made = home(number) if number else None
    return made if made and made.certificate_no == certificate_no else None


def of_text(text: str) -> Home:
    kept = json.loads(text)
    return Home(**{**kept, "restrictions": tuple(kept["restrictions"])})


def set_home(db: sqlite3.Connection, given: dict[str, Any]) -> Home:
    """Let a certificate answer otherwise; one that no home has is then a home of its own."""
    certificate_no = given.get("certificate_no")
    if not isinstance(certificate_no, str) or not certificate_no:
        raise unreadable("请给出产权证号 certificate_no。")
    row = db.execute("SELECT home FROM titles WHERE certificate_no = ?", (certificate_no,))
    kept = row.fetchone()
    before = of_text(kept["home"]) if kept else as_made(certificate_no)
    fields = asdict(before or replace(home(1), certificate_no=certificate_no))
    for field, value in given.items():
        if field not in fields:
            raise unreadable(f"没有这个字段：{field}")
        fields[field] = tuple(value) if field == "restrictions" else str(value)
    wrong = [one for one in fields["restrictions"] if one not in RESTRICTIONS]
    if wrong or fields["certificate"] not in CERTIFICATES:
        raise unreadable(f"限制或证书状态无法识别：{wrong or fields['certificate']}")
    now = Home(**fields)
    db.execute(
        "INSERT INTO titles (certificate_no, home) VALUES (?, ?)"
        " ON CONFLICT (certificate_no) DO UPDATE SET home = excluded.home",
        (certificate_no, json.dumps(asdict(now), ensure_ascii=False)),
    )
    return now


def as_it_was(db: sqlite3.Connection, certificate_no: str) -> None:
    db.execute("DELETE FROM titles WHERE certificate_no = ?", (certificate_no,))


def those_set(db: sqlite3.Connection) -> list[Home]:
    rows = db.execute("SELECT home FROM titles ORDER BY certificate_no").fetchall()
    return [of_text(row["home"]) for row in rows]
