"""What a party can do about a contract just now, so that pages offer nothing that is refused."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from anju.signings.rules import MOVES, Status, Way


class Deed(TextChoices):
    EDIT = "edit", _("修改合同")
    SIGN = "sign", _("签约")
    ENTER = "enter", _("补录")
    TAKE_BACK = "take_back", _("返回修改")
    CANCEL = "cancel", _("取消合同")
    CONFIRM = "confirm", _("确认签约")
    DECLINE = "decline", _("拒绝签约")
    PROPOSE_REVOCATION = "propose_revocation", _("申请撤销合同")
    AGREE_REVOCATION = "agree_revocation", _("同意撤销")
    REFUSE_REVOCATION = "refuse_revocation", _("不同意撤销")


def deeds_of_landlord(status: str, way: str) -> set[Deed]:
    deeds = {Deed.CANCEL} if MOVES.allows("cancel", status) else set()
    if status == Status.DRAFT:
        deeds |= {Deed.EDIT, Deed.SIGN if way == Way.ONLINE else Deed.ENTER}
    if status == Status.TO_SIGN:
        deeds.add(Deed.TAKE_BACK)
    return deeds


def deeds_of_tenant(status: str, *, has_confirmed: bool, is_over: bool) -> set[Deed]:
    if status != Status.TO_SIGN or has_confirmed:
        return set()
    return {Deed.DECLINE} if is_over else {Deed.DECLINE, Deed.CONFIRM}


def deeds_of_revocation(status: str, *, is_open: bool, has_agreed: bool) -> set[Deed]:
    """Either side; whoever has agreed, say by proposing it, may still take that back."""
    if not MOVES.allows("revoke", status):
        return set()
    if not is_open:
        return {Deed.PROPOSE_REVOCATION}
    return {Deed.REFUSE_REVOCATION} | (set() if has_agreed else {Deed.AGREE_REVOCATION})
