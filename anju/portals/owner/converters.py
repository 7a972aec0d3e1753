"""What stands in the addresses of this portal. What can't be such a number is not found, and never asked for."""

from django.urls import register_converter

from anju.web.converters import Id


class DwellingId(Id):
    """A home of the maintenance fund."""


class BuildingId(Id):
    """A building of the maintenance fund, open to everybody."""


class DepositNo:
    regex = "WX[0-9]{19}"
    to_python = to_url = staticmethod(str)


class AdditionNo(DepositNo):
    """The application to add a home."""

    regex = "ZC[0-9]{19}"


class RefundNo(DepositNo):
    """What goes back to an owner at the counter."""

    regex = "TK[0-9]{19}"


class OrderNo(DepositNo):
    """A work order: what is to be repaired and paid from the fund."""

    regex = "RW[0-9]{19}"


class PaperId(Id):
    """A photo or an invoice of a work order."""


class OwnBuildingId(Id):
    """A building in which one owns a home."""


class DocumentId(Id):
    """What was handed in to prove that a home is somebody's."""


class OwnVoteId(Id):
    """A vote where the visitor is counted."""


class MovementKey:
    """A line of a home's account: the home and the line."""

    regex = "[0-9]{1,18}-[0-9]{1,18}"

    def to_python(self, text: str) -> tuple[int, int]:
        dwelling_id, _dash, line = text.partition("-")
        return int(dwelling_id), int(line)

    def to_url(self, key: tuple[int, int]) -> str:
        return f"{key[0]}-{key[1]}"


register_converter(DwellingId, "dwelling_id")
register_converter(BuildingId, "building_id")
register_converter(DepositNo, "deposit_no")
register_converter(AdditionNo, "addition_no")
register_converter(RefundNo, "refund_no")
register_converter(OrderNo, "works_no")
register_converter(PaperId, "paper_id")
register_converter(OwnBuildingId, "own_building_id")
register_converter(DocumentId, "document_id")
register_converter(OwnVoteId, "own_vote_id")
register_converter(MovementKey, "movement_key")
