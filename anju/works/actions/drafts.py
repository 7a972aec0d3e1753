"""A company fills in a work order. (manual 004, 4.2.1, steps 1 to 9)"""

from collections.abc import Mapping, Sequence

from anju.core.actors import Actor
from anju.core.db import action
from anju.works.models import Order, Paper


@action
def draft_order(*, community_id: int, by: Actor) -> Order:
    """新建任务单 for a community that the company serves now. Refused: NOT_YOUR_AREA, SELF_MANAGED."""
    raise NotImplementedError


@action
def copy_order(*, order_id: int, by: Actor) -> Order:
    """修改: a new draft with the fields, homes, answers and papers of a returned or revoked order. Asked again, the
    same draft while it is one. Refused: WRONG_MOMENT, NOT_YOUR_AREA.
    """
    raise NotImplementedError


@action
def describe_order(*, order_id: int, stated: Mapping[str, str], by: Actor) -> Order:
    """Keep what was typed into the form, by the names of `rules.FIELDS`; fields not stated stay as they are.

    Nothing is refused for being wrong: it is kept as typed, and `queries.faults_of` says what is wrong with it.
    Refused: NOT_A_DRAFT.
    """
    raise NotImplementedError


@action
def choose_homes(*, order_id: int, dwelling_ids: Sequence[int], by: Actor) -> Order:
    """【批量保存房屋】【保存房屋】: these homes share the cost; those chosen before stay. Refused: NOT_A_DRAFT,
    OTHER_COMMUNITY, TOO_MANY_HOMES.
    """
    raise NotImplementedError


@action
def choose_building(*, order_id: int, building_id: int, by: Actor) -> Order:
    """All homes of a building share the cost; as `choose_homes`."""
    raise NotImplementedError


@action
def choose_community(*, order_id: int, by: Actor) -> Order:
    """All homes of the community share the cost; as `choose_homes`."""
    raise NotImplementedError


@action
def unchoose_homes(*, order_id: int, dwelling_ids: Sequence[int], by: Actor) -> Order:
    """【批量取消】【取消】: these homes do not share the cost. Refused: NOT_A_DRAFT."""
    raise NotImplementedError


@action
def unchoose_building(*, order_id: int, building_id: int, by: Actor) -> Order:
    """No home of this building shares the cost."""
    raise NotImplementedError


@action
def fill_in(*, order_id: int, building_ids: Sequence[int], by: Actor) -> Order:
    """【填入勾选房屋户数和面积】: 分摊总户数 and 分摊总面积 of the homes chosen in the ticked buildings; those of the
    others do not count. `queries.standard_of` then tells 分摊标准 【计算分摊标准】. Refused: NOT_A_DRAFT, NO_HOMES.
    """
    raise NotImplementedError


@action
def answer_exclusions(
    *, order_id: int, answers: Mapping[str, bool], remarks: Mapping[str, str], by: Actor
) -> Order:
    """不得列支核对: the answers by item (`rules.Exclusion`), with remarks; items not named stay.

    Refused: NOT_A_DRAFT.
    """
    raise NotImplementedError


@action
def attach_paper(
    *, order_id: int, kind: str, file_id: int, is_public: bool = False, by: Actor
) -> Paper:
    """Add an attachment, stored before (`core.actions.store_file`); the same again is the same. After the approval
    papers of the settlement are added so. Refused: WRONG_MOMENT, PAPER_KIND, TOO_MANY_PAPERS.
    """
    raise NotImplementedError


@action
def remove_paper(*, paper_id: int, by: Actor) -> Order:
    """Take an attachment out again, while the order is a draft, or of works under way: of the settlement not handed
    in. Refused: WRONG_MOMENT.
    """
    raise NotImplementedError
