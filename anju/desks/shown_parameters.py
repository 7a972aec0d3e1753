"""Parameters as their desks show them: what each is now, what comes next, what was said before. (CTR-06)"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from difflib import SequenceMatcher
from functools import cached_property
from itertools import groupby
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from anju.core import calendar, clock
from anju.core.actors import Actor
from anju.core.calendar import Arrangement
from anju.custody import queries as custody
from anju.desks.shown import staff_named
from anju.fund_runs import queries as fund_runs
from anju.notices.rules.wording import FACTS, Language, labelled
from anju.notices.wordings import WORDINGS, Wording, in_force
from anju.parameters import queries, reading
from anju.parameters.reading import kept_notice
from anju.parameters.rules import (
    CALENDAR,
    CHECK,
    KEEP,
    KEPT_ELSEWHERE,
    OF_TEXTS,
    PARAMETERS,
    RATE_OF_CUSTODY,
    RATES_OF_FUND,
    USER_NOTICE,
    Kind,
    Parameter,
    Status,
)
from anju.people import queries as people
from anju.people.rules import Office
from anju.people.user_notice import UserNotice

TONES = {
    Status.PROPOSED: "waiting",
    Status.IN_FORCE: "good",
    Status.REFUSED: "bad",
    Status.WITHDRAWN: "quiet",
}


class Kept(dict[tuple[str, date], tuple[str, date | None]]):
    """What parameters are on some days, by code and day; and what stands elsewhere, asked for once a page."""

    @cached_property
    def years(self) -> list[Any]:
        return calendar.years_entered()

    @cached_property
    def notices(self) -> list[UserNotice]:
        return people.notices()

    def notice_on(self, day: date) -> UserNotice:
        """As `people.notice_in_force`."""
        return next(one for one in self.notices if one.from_on is None or one.from_on <= day)


EXAMPLES = {
    "amount": "1,234.00",
    "to_tenant": "4,000.00",
    "deducted": "200.00",
    "days": "5",
    "filing_no": "BA1101052026000000018",
    "order_no": "2026110112345678901234",
    "enterprise": "安居租赁有限公司",
}


@dataclass(frozen=True)
class Now:
    """What a parameter is today, and since when (None: as it came with the platform)."""

    value: str
    since: date | None


@dataclass(frozen=True)
class RowShown:
    parameter: Parameter
    now: Now
    coming: list[str]
    waits: bool
    url: str


@dataclass(frozen=True)
class ValueShown:
    value: Any
    label: str
    before: str
    after: str
    effect: str
    status: str
    tone: str
    proposer: str
    decider: str
    url: str
    documents: list[tuple[str, str]]


def kept_of(parameters: Iterable[Parameter], waiting: Iterable[Any] = ()) -> Kept:
    """What these are today, and what those that wait would be on their day without them; one question for all."""
    today = clock.today()
    pairs = [(one.code, today) for one in parameters]
    return Kept(queries.kept_at({*pairs, *((one.code, one.from_on) for one in waiting)}))


def now_of(one: Parameter, kept: Kept) -> Now:
    """What a parameter is today; rates and calendars stand in tables of their own, and are asked for once a page."""
    if one.kind in KEPT_ELSEWHERE:
        place = (one.code, date.min)
        if place not in kept:
            found = _kept_elsewhere(one, kept)
            kept[place] = (found.value, found.since)
        return Now(*kept[place])
    value, since = kept[one.code, clock.today()]
    return Now(reading.shown(one, value), since)


def _kept_elsewhere(one: Parameter, kept: Kept) -> Now:
    if one.code == CALENDAR:
        years = kept.years[:3]
        listed = "、".join(f"{y.year}{'' if y.official else _('（暂定）')}" for y in years)
        return Now(listed or "—", None)
    if one.code == USER_NOTICE:
        notice = kept.notice_on(clock.today())
        return Now(_notice_shown(notice), notice.from_on)
    is_of_custody = one.code == RATE_OF_CUSTODY
    table: QuerySet[Any] = custody.rate_table() if is_of_custody else fund_runs.rate_table()
    rate = table.filter(from_on__lte=clock.today()).first()
    if rate is None:
        return Now("—", None)
    ppm = [rate.rate_ppm] if is_of_custody else [rate.carried_ppm, rate.current_ppm]
    return Now("，".join(reading.percent(each) for each in ppm), rate.from_on)


def _notice_shown(notice: UserNotice) -> str:
    return _("{version}版，{words}").format(
        version=notice.version,
        words=reading.shown(PARAMETERS[USER_NOTICE], kept_notice(notice.chinese, notice.english)),
    )


def rows_of(
    actor: Actor, office: Office, waiting: set[str], kept: Kept, link: Callable[..., str]
) -> list[tuple[str, list[RowShown]]]:
    """All that an office settles, by group; `waiting` are the codes for which something is proposed."""
    listed = queries.parameters_of(office)
    coming: dict[str, list[str]] = {}
    for one in queries.coming(actor, office):
        if not one.code.startswith(OF_TEXTS):
            told = after_of(one)
            coming.setdefault(one.code, []).append(f"{one.from_on:%Y-%m-%d} {told}")
    rows = [
        RowShown(
            one, now_of(one, kept), coming.get(one.code, []), one.code in waiting, link(one.code)
        )
        for one in listed
    ]
    groups = groupby(rows, key=lambda row: str(row.parameter.group.label))
    return [(label, list(group)) for label, group in groups]


def label_of(code: str) -> str:
    if code in WORDINGS:
        one = WORDINGS[code]
        return _("消息「{title}」（{language}）").format(
            title=one.title, language=Language(one.language).label
        )
    return str(queries.parameter(code).label)


def after_of(value: Any) -> str:
    if value.code in WORDINGS:
        return labelled(value.value)
    return reading.shown(queries.parameter(value.code), value.value)


def before_of(value: Any, kept: Kept) -> str:
    """What it would be on its day without it; `kept` is what plain parameters are then."""
    parameter = queries.parameter(value.code)
    if value.code in WORDINGS:
        one = WORDINGS[value.code]
        return labelled(in_force([one], value.from_on)[one.code])
    if parameter.kind == Kind.CALENDAR:
        return calendar_before(value, kept)
    if value.code == USER_NOTICE:
        return _notice_shown(kept.notice_on(value.from_on))
    if value.code in (RATE_OF_CUSTODY, RATES_OF_FUND):
        return now_of(parameter, kept).value
    return reading.shown(parameter, kept[value.code, value.from_on][0])


def calendar_before(value: Any, kept: Kept) -> str:
    year = reading.read_calendar(value.value)[0]
    entered = next((one for one in kept.years if one.year == year), None)
    if entered is None:
        return _("{year}年还没有录入").format(year=year)
    kind = _("正式") if entered.official else _("暂定")
    return _("{year}年{kind}日历，{count}天不同于周几").format(
        year=year, kind=kind, count=len(calendar.arranged_in(year))
    )


def changed_days(value: Any) -> list[tuple[Arrangement, str, str]]:
    """The days of a proposed calendar that are not as they are entered now."""
    year, _official, arranged = reading.read_calendar(value.value)
    wanted = calendar.days_of(year, arranged)
    now = {one.day: one for one in calendar.days_of(year, calendar.arranged_in(year)).values()}
    words = {True: _("上班"), False: _("休息")}
    was = _("（原为{name}）")
    return [
        (one, words[one.is_workday], one.name or (name and was.format(name=name)))
        for day, one in wanted.items()
        for name in [now[day].name]
        if one.is_workday != now[day].is_workday
    ]


@dataclass(frozen=True)
class Compared:
    """The words of 《用户须知》 in one language, line by line: `same`, `new`, or `gone` from the words before."""

    language: str
    lines: list[tuple[str, str]]

    @property
    def new(self) -> int:
        return sum(what == "new" for what, _line in self.lines)

    @property
    def gone(self) -> int:
        return sum(what == "gone" for what, _line in self.lines)


def changed_words(value: Any) -> list[Compared]:
    """What is proposed, or was, against the words before, in both languages.

    Before what waits are those of its day without it, before what was decided those of the day before.
    """
    chinese, english = reading.read_notice(value.value)
    waits = value.status == Status.PROPOSED
    day = value.from_on if waits else value.from_on - timedelta(days=1)
    before = people.notice_in_force(day)
    return [
        Compared(_("中文"), _lines_compared(before.chinese, chinese)),
        Compared(_("英文"), _lines_compared(before.english, english)),
    ]


def _lines_compared(before: str, after: str) -> list[tuple[str, str]]:
    old, new = ([line for line in words.splitlines() if line] for words in (before, after))
    compared: list[tuple[str, str]] = []
    for what, i, j, m, n in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if what == "equal":
            compared += [("same", line) for line in old[i:j]]
        else:
            compared += [("gone", line) for line in old[i:j]] + [("new", line) for line in new[m:n]]
    return compared


def values_shown(
    listed: Sequence[Any],
    kept: Kept,
    link: Callable[..., str],
    document: Callable[..., str] | None = None,
) -> list[ValueShown]:
    """With their papers where `document` says their addresses; with what was before where they wait."""
    names = staff_named(*(n for one in listed for n in (one.proposed_by, one.decided_by)))
    return [
        ValueShown(
            one,
            label_of(one.code),
            before_of(one, kept) if one.status == Status.PROPOSED else "",
            after_of(one),
            str(queries.parameter(one.code).effect),
            str(one.get_status_display()),
            TONES[one.status],
            names(one.proposed_by),
            names(one.decided_by),
            link(one.pk),
            [(each.file.name, document(one.pk, each.pk)) for each in one.documents.all()]
            if document
            else [],
        )
        for one in listed
    ]


def preview_of(one: Wording, text: str) -> str:
    """A message as somebody might receive it."""
    facts = {place: EXAMPLES.get(place, f"〔{FACTS[place]}〕") for place in one.places}
    for place, fact in facts.items():
        text = text.replace(f"{{{place}}}", fact)
    return text


def facts_of(parameter: Parameter, now: Now) -> list[tuple[str, Any]]:
    since = now.since.isoformat() if now.since else _("系统上线")
    return [
        (_("现行取值"), now.value),
        (_("从哪一天起"), since),
        (_("依据"), parameter.source),
        (_("变更的效果"), parameter.effect),
    ]


def may_keep(actor: Actor, office: Office) -> bool:
    return KEEP[office] in actor.may


def may_check(actor: Actor, office: Office) -> bool:
    return CHECK[office] in actor.may
