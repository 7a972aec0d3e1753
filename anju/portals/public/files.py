"""What is said of a file that somebody compared with a paper: the same, byte by byte, or not."""

from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import gettext as _

from anju.portals.public.forms import FileForm


def tell_result(request: HttpRequest, form: FileForm, is_same: bool, paper: str) -> None:
    """`paper` is what it was compared with, as in 「资金中心开具的这份凭证」."""
    name = form.cleaned_data["file"].name
    if is_same:
        said = _("一致：文件「{name}」与{paper}完全相同，没有被改动。")
        messages.success(request, said.format(name=name, paper=paper))
    else:
        said = _(
            "不一致：文件「{name}」不是{paper}。它可能被改动过，也可能是扫描件、另存的文件或者另一份文件。"
        )
        messages.error(request, said.format(name=name, paper=paper))
