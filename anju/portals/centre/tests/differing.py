"""A day that differs in three ways, where its page is, and a paper to hand in."""

from django.core.files.uploadedfile import SimpleUploadedFile

from anju.closings.tests.days import a_day, compared, states, told
from anju.refunds.tests.endings import PNG


def a_paper() -> SimpleUploadedFile:
    return SimpleUploadedFile("银行回单.png", PNG)


def a_day_that_differs():
    [paid, left_out, doubled] = a_day("5.00", "7.30")
    off = told(paid, amount_fen=paid.amount_fen + 1)
    states(off, told(doubled), told(doubled, bank_ref="ANOTHER1"))
    return compared(), paid, left_out, doubled


def at(closing, end: str = "") -> str:
    return f"/centre/closings/{closing.bank_account.bank}/{closing.day}{end}"
