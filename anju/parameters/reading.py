"""How a value is written down and read again, by the kind of its parameter; nothing that cannot be read is guessed."""

import re
import unicodedata
from datetime import time

from django.utils.translation import gettext_lazy as _

from anju.core import calendar
from anju.core.money import Refusal as MoneyRefusal
from anju.core.money import parse_yuan, yuan
from anju.core.refusals import Refused
from anju.parameters.rules import MOST_TEXT, NUMBERS, Kind, Parameter, Refusal
from anju.people.user_notice import UserNotice, check_languages, words_typed

PPM_OF_A_PERCENT = 10_000
YES_NO = {"yes": True, "no": False}
EXPECTED = {
    **dict.fromkeys(NUMBERS, _("整数")),
    Kind.FEN: _("金额"),
    Kind.YES_NO: _("是或否"),
    Kind.TIME: _("时刻（例如 16:30）"),
    Kind.DAY_LIST: _("用逗号隔开的天数"),
    Kind.RATE: _("年利率（例如 0.35%）"),
    Kind.RATES: _("两个年利率（例如 1.5,0.35）"),
    Kind.TEXT: _("文本"),
    Kind.CALENDAR: _("工作日历"),
    Kind.USER_NOTICE: Kind.USER_NOTICE.label,
}
BETWEEN_LANGUAGES = "\n----\n"

WORDS = (Kind.TEXT, Kind.CALENDAR)
"""What is kept as it was typed."""

Read = int | bool | str | time | tuple[int, ...]


def read(parameter: Parameter, value: str) -> Read:
    """A value as it was kept, as programs use it."""
    match parameter.kind:
        case Kind.YES_NO:
            return YES_NO[value]
        case Kind.TIME:
            return time.fromisoformat(value)
        case Kind.DAY_LIST | Kind.RATES:
            return tuple(int(each) for each in value.split(","))
        case Kind.TEXT | Kind.CALENDAR | Kind.USER_NOTICE:
            return value
        case _:
            return int(value)


def checked(parameter: Parameter, value: str) -> str:
    """A value as it is kept. Refused when it cannot be read by its kind, or lies outside its bounds."""
    value = value.strip()
    kind = parameter.kind
    if kind in NUMBERS or kind == Kind.RATE:
        return str(_within(parameter, value))
    if kind == Kind.DAY_LIST:
        days = [_within(parameter, each.strip()) for each in re.split("[,，、]", value)]
        return ",".join(str(day) for day in sorted(set(days)))
    if kind == Kind.RATES:
        rates = value.split(",")
        if len(rates) != 2:
            raise _unreadable(parameter, value)
        return ",".join(str(_within(parameter, each)) for each in rates)
    if kind == Kind.YES_NO and value in YES_NO:
        return value
    if kind == Kind.TIME and re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d", value, re.ASCII):
        return value
    if kind == Kind.TEXT and 0 < len(value) <= MOST_TEXT:
        return value
    if kind == Kind.CALENDAR:
        read_calendar(value)
        return value
    if kind == Kind.USER_NOTICE:
        return kept_notice(*read_notice(value))
    raise _unreadable(parameter, value)


def typed(parameter: Parameter, text: str) -> str:
    """What a person typed, as it is kept: amounts in yuan, rates in percent, digits of any width. Refused like
    `checked`."""
    text = text.strip() if parameter.kind in WORDS else unicodedata.normalize("NFKC", text).strip()
    try:
        if parameter.kind == Kind.FEN:
            return checked(parameter, str(parse_yuan(text)))
    except Refused as refused:
        if refused.code == MoneyRefusal.NOT_AN_AMOUNT:
            raise _unreadable(parameter, text) from None
        raise
    if parameter.kind in (Kind.RATE, Kind.RATES):
        return checked(parameter, ",".join(_ppm(parameter, one) for one in text.split(",")))
    return checked(parameter, text)


def shown(parameter: Parameter, value: str) -> str:
    """A value as people read it, with its unit."""
    match parameter.kind:
        case Kind.FEN:
            return f"{yuan(int(value))} {parameter.unit or Kind.FEN.label}"
        case Kind.YES_NO:
            return str(_("是") if YES_NO[value] else _("否"))
        case Kind.DAY_LIST:
            return "、".join(value.split(",")) + f" {Kind.DAYS.label}"
        case Kind.RATE | Kind.RATES:
            return "，".join(percent(int(each)) for each in value.split(","))
        case Kind.TIME | Kind.TEXT:
            return value
        case Kind.CALENDAR:
            year, official, days = read_calendar(value)
            text = _("{year}年{kind}日历，{count}天不同于周几")
            kind = _("正式") if official else _("暂定")
            return str(text.format(year=year, kind=kind, count=len(days)))
        case Kind.USER_NOTICE:
            words = UserNotice("", None, *read_notice(value))
            text = _("{count}节，摘要 {digest}")
            return str(text.format(count=len(words.sections("")), digest=words.digest("")[:16]))
        case _:
            return f"{value} {parameter.unit or parameter.kind.label}"


def percent(ppm: int) -> str:
    """A rate as people read it: 500 → «0.05%»."""
    whole, part = divmod(ppm, PPM_OF_A_PERCENT)
    return f"{whole}.{part:04d}".rstrip("0").rstrip(".") + "%"


def read_calendar(value: str) -> tuple[int, bool, list[calendar.Arrangement]]:
    """The year, whether it is official, and its arrangements: the first line says the former two. Refused otherwise."""
    first, _newline, rest = value.partition("\n")
    found = re.fullmatch(r"(20\d\d) (official|provisional)", first.strip(), re.ASCII)
    if found is None:
        raise Refused(Refusal.UNREADABLE, typed=first[:20], expected=Kind.CALENDAR.label)
    arranged = calendar.read_arrangements(rest)
    if not arranged:
        raise Refused(calendar.Refusal.NOTHING_ARRANGED, year=int(found[1]))
    calendar.days_of(int(found[1]), arranged)
    return int(found[1]), found[2] == "official", arranged


def kept_notice(chinese: str, english: str) -> str:
    """《用户须知》 in both languages, as a value."""
    return f"{words_typed(chinese)}{BETWEEN_LANGUAGES[1:]}{words_typed(english)}"


def read_notice(value: str) -> tuple[str, str]:
    """Its words in Chinese and in English. Refused when one is missing, or they do not correspond."""
    parts = [words_typed(part) for part in f"{value}\n".split(BETWEEN_LANGUAGES)]
    if len(parts) != 2:
        raise Refused(Refusal.UNREADABLE, typed=value[:20], expected=Kind.USER_NOTICE.label)
    chinese, english = parts
    check_languages(chinese, english)
    return chinese, english


def _ppm(parameter: Parameter, text: str) -> str:
    found = re.fullmatch(r"(\d{1,2})(?:\.(\d{1,4}))?\s*%?", text.strip(), re.ASCII)
    if found is None:
        raise _unreadable(parameter, text)
    return str(int(found[1]) * PPM_OF_A_PERCENT + int((found[2] or "").ljust(4, "0")))


def _within(parameter: Parameter, text: str) -> int:
    if not re.fullmatch(r"-?\d{1,20}", text, re.ASCII):
        raise _unreadable(parameter, text)
    if not parameter.least <= int(text) <= parameter.most:
        raise Refused(
            Refusal.OUT_OF_RANGE,
            least=_bound(parameter, parameter.least),
            most=_bound(parameter, parameter.most),
        )
    return int(text)


def _bound(parameter: Parameter, number: int) -> str:
    if parameter.kind == Kind.FEN:
        return yuan(number)
    return percent(number) if parameter.kind in (Kind.RATE, Kind.RATES) else str(number)


def _unreadable(parameter: Parameter, text: str) -> Refused:
    return Refused(Refusal.UNREADABLE, typed=text[:20], expected=EXPECTED[parameter.kind])
