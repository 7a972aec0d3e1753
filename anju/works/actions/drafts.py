"""A company fills in a work order. (manual 004, 4.2.1, steps 1 to 9)"""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import connection

from anju.companies import queries as companies
from anju.core import clock
from anju.core.actors import Actor
from anju.core.db import action, lock, one_at_a_time
from anju.core.refusals import Refused
from anju.homes import queries as homes
from anju.homes.estate import CustodyMode
from anju.works import reading
from anju.works.models import ExclusionAnswer, Order, Paper
from anju.works.numbers import order_no
from anju.works.queries.orders import typed_of
from anju.works.queries.shares import homes_counted
from anju.works.rules import (
    FIELDS,
    GONE_BACK,
    MOST_HOMES,
    MOST_PAPERS,
    Exclusion,
    PaperKind,
    Refusal,
    S,
)

MOST_TYPED = 1_000


@action
def draft_order(*, community_id: int, by: Actor) -> Order:
    """新建任务单 for a community that the company serves now. Refused: NOT_YOUR_AREA, SELF_MANAGED."""
    return _draft(community_id, by)


def _draft(community_id: int, by: Actor, **more: Any) -> Order:
    community = homes.community(community_id)
    check_serves(community, by)
    if community.custody_mode == CustodyMode.SELF_MANAGED:
        raise Refused(Refusal.SELF_MANAGED, community=community.name)
    now = clock.now()
    return Order.objects.create(
        no=order_no(community.district, now),
        company_id=companies.company_of(by).organisation_id,
        community_id=community_id,
        made_by=by.name,
        made_at=now,
        **more,
    )


def check_serves(community: Any, by: Actor) -> None:
    if not companies.manages(by, community.pk):
        raise Refused(Refusal.NOT_YOUR_AREA, community=community.name)


@action
def copy_order(*, order_id: int, by: Actor) -> Order:
    """修改: a new draft with the fields, homes, answers and papers of a returned or revoked order. Asked again, the
    same draft while it is one. Refused: WRONG_MOMENT, NOT_YOUR_AREA.
    """
    old = locked_own(order_id, by)
    one_at_a_time(f"works:copy:{old.pk}")
    if old.status not in GONE_BACK:
        raise wrong_moment(old, "修改")
    known = old.copies.filter(status=S.DRAFT).first()
    if known is not None:
        return known
    copied = {name: getattr(old, name) for name in FIELDS}
    counted = {name: getattr(old, name) for name in ("shared_homes", "shared_area_hundredths")}
    order = _draft(old.community_id, by, copied_from=old, typed=old.typed, **copied, **counted)
    answers = old.answers.values("item", "applies", "remark")
    ExclusionAnswer.objects.bulk_create(ExclusionAnswer(order=order, **one) for one in answers)
    papers = old.papers.values("kind", "file_id", "is_public", "added_by", "added_at")
    Paper.objects.bulk_create(Paper(order=order, **one) for one in papers)
    _execute(
        "INSERT INTO works_share (order_id, dwelling_id, is_counted)"
        " SELECT %s, dwelling_id, is_counted FROM works_share WHERE order_id = %s",
        order.pk,
        old.pk,
    )
    return order


@action
def describe_order(*, order_id: int, stated: Mapping[str, str], by: Actor) -> Order:
    """Keep what was typed into the form, by the names of `rules.FIELDS`; fields not stated stay as they are.

    Nothing is refused for being wrong: it is kept as typed, and `queries.faults_of` says what is wrong with it.
    Refused: NOT_A_DRAFT.
    """
    order = locked_draft(order_id, by)
    typed = typed_of(order)
    typed |= {name: str(text)[:MOST_TYPED] for name, text in stated.items() if name in FIELDS}
    values, _faults = reading.read_order(typed)
    for name, value in values.items():
        setattr(order, name, value)
    order.typed = json.dumps(typed, ensure_ascii=False)
    order.save(update_fields=["typed", *FIELDS])
    return order


@action
def choose_homes(*, order_id: int, dwelling_ids: Sequence[int], by: Actor) -> Order:
    """【批量保存房屋】【保存房屋】: these homes share the cost; those chosen before stay. Refused: NOT_A_DRAFT,
    OTHER_COMMUNITY, TOO_MANY_HOMES.
    """
    order, wanted = locked_draft(order_id, by), sorted(set(dwelling_ids))
    there = homes.dwellings_in(order.community_id).filter(pk__in=wanted).order_by().count()
    if there != len(wanted):
        raise Refused(Refusal.OTHER_COMMUNITY, community=order.community.name)
    return _choose(order, "home.id = ANY(%s)", wanted)


@action
def choose_building(*, order_id: int, building_id: int, by: Actor) -> Order:
    """All homes of a building share the cost; as `choose_homes`."""
    return _choose(locked_draft(order_id, by), "building.id = %s", building_id)


@action
def choose_community(*, order_id: int, by: Actor) -> Order:
    """All homes of the community share the cost; as `choose_homes`."""
    return _choose(locked_draft(order_id, by), "%s", True)


def _choose(order: Order, which: str, value: Any) -> Order:
    _execute(
        f"""
        INSERT INTO works_share (order_id, dwelling_id)
        SELECT %s, home.id FROM homes_dwelling AS home
        JOIN homes_building AS building ON building.id = home.building_id
        WHERE building.community_id = %s AND {which} ORDER BY home.id
        ON CONFLICT (order_id, dwelling_id) DO UPDATE SET is_counted = true
        """,  # noqa: S608 - the condition is one of ours
        order.pk,
        order.community_id,
        value,
    )
    if order.shares.count() > MOST_HOMES:
        raise Refused(Refusal.TOO_MANY_HOMES, most=MOST_HOMES)
    return order


def _execute(statement: str, *values: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


@action
def unchoose_homes(*, order_id: int, dwelling_ids: Sequence[int], by: Actor) -> Order:
    """【批量取消】【取消】: these homes do not share the cost. Refused: NOT_A_DRAFT."""
    order = locked_draft(order_id, by)
    order.shares.filter(dwelling__in=list(dwelling_ids)).delete()
    return order


@action
def unchoose_building(*, order_id: int, building_id: int, by: Actor) -> Order:
    """No home of this building shares the cost."""
    order = locked_draft(order_id, by)
    order.shares.filter(dwelling__building=building_id).delete()
    return order


@action
def fill_in(*, order_id: int, building_ids: Sequence[int], by: Actor) -> Order:
    """【填入勾选房屋户数和面积】: 分摊总户数 and 分摊总面积 of the homes chosen in the ticked buildings; those of the
    others do not count. `queries.standard_of` then tells 分摊标准 【计算分摊标准】. Refused: NOT_A_DRAFT, NO_HOMES.
    """
    order, ticked = locked_draft(order_id, by), list(building_ids)
    _execute(
        """
        UPDATE works_share AS share SET is_counted = home.building_id = ANY(%s)
        FROM homes_dwelling AS home WHERE home.id = share.dwelling_id AND share.order_id = %s
            AND share.is_counted <> (home.building_id = ANY(%s))
        """,
        ticked,
        order.pk,
        ticked,
    )
    order.shared_homes, order.shared_area_hundredths = homes_counted(order)
    if not order.shared_homes:
        raise Refused(Refusal.NO_HOMES)
    order.save(update_fields=["shared_homes", "shared_area_hundredths"])
    return order


@action
def answer_exclusions(
    *, order_id: int, answers: Mapping[str, bool], remarks: Mapping[str, str], by: Actor
) -> Order:
    """不得列支核对: the answers by item (`rules.Exclusion`), with remarks; items not named stay.

    Refused: NOT_A_DRAFT.
    """
    order = locked_draft(order_id, by)
    for item in Exclusion:
        if item in answers:
            told = {"applies": answers[item], "remark": remarks.get(item, "").strip()[:200]}
            order.answers.update_or_create(item=item, defaults=told)
    return order


@action
def attach_paper(
    *, order_id: int, kind: str, file_id: int, is_public: bool = False, by: Actor
) -> Paper:
    """Add an attachment, stored before (`core.actions.store_file`); the same again is the same. After the approval
    papers of the settlement are added so. Refused: WRONG_MOMENT, PAPER_KIND, TOO_MANY_PAPERS.
    """
    order = locked_own(order_id, by)
    _check_papers_open(order)
    if kind not in PaperKind.values:
        raise Refused(Refusal.PAPER_KIND)
    known = order.papers.filter(kind=kind, file=file_id).first()
    if known is not None:
        return known
    if order.papers.count() >= MOST_PAPERS:
        raise Refused(Refusal.TOO_MANY_PAPERS, most=MOST_PAPERS)
    return Paper.objects.create(
        order=order,
        kind=kind,
        file_id=file_id,
        is_public=is_public,
        added_by=by.name,
        added_at=clock.now(),
    )


@action
def remove_paper(*, order_id: int, paper_id: int, by: Actor) -> Order:
    """Take an attachment out again, while the order is a draft, or one of a settlement that is not handed in.

    Refused: WRONG_MOMENT, NO_SUCH_PAPER.
    """
    order = locked_own(order_id, by)
    _check_papers_open(order)
    paper = order.papers.filter(pk=paper_id).first()
    if paper is None or (order.approved_at is not None and paper.added_at <= order.approved_at):
        raise Refused(Refusal.NO_SUCH_PAPER)
    paper.delete()
    return order


def _check_papers_open(order: Order) -> None:
    if order.status not in (S.DRAFT, S.APPROVED, S.WORKING):
        raise wrong_moment(order, "增减附件")


def locked_own(order_id: int, by: Actor) -> Order:
    """One of the company's own; for anybody else there is none."""
    order: Order = lock(Order, pk=order_id, company=by.organisation_id if by.is_company else 0)
    return order


def locked_draft(order_id: int, by: Actor) -> Order:
    order = locked_own(order_id, by)
    if order.status != S.DRAFT:
        raise Refused(Refusal.NOT_A_DRAFT, no=order.no, status=order.get_status_display())
    return order


def wrong_moment(order: Order, what: str) -> Refused:
    facts = {"no": order.no, "status": order.get_status_display(), "what": what}
    return Refused(Refusal.WRONG_MOMENT, **facts)
