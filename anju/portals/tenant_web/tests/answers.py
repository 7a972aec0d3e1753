"""What a payee sends as an answer, and what a test reads of the form and of what is asked before it is final."""

from django.core.files.uploadedfile import SimpleUploadedFile

from anju.refunds.tests.endings import ACCOUNT, PNG

NO = "BA11010520260000017"
AT = f"/tenant/refunds/{NO}"


def typed(plan, opinion="agree", **more):
    return {
        "plan": plan.pk,
        "opinion": opinion,
        "payee_account": ACCOUNT[0],
        "payee_bank": ACCOUNT[1],
        "step": "submit",
    } | more


def a_png(name="照片.png"):
    return SimpleUploadedFile(name, PNG)


def field(pages, name):
    [found] = [one for one in pages.page.all("input", "textarea") if one.get("name") == name]
    return found


def radios(pages, name="opinion"):
    return [
        one.get("value")
        for one in pages.page.all("input")
        if one.get("type") == "radio" and one.get("name") == name
    ]


def hidden(pages):
    """What the open dialog would send."""
    [dialog] = pages.page.all("dialog")
    found = {}
    for one in dialog.iter("input"):
        found.setdefault(one.get("name"), []).append(one.get("value"))
    return found
