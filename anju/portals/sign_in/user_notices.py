"""《用户须知》: read and accepted by tenants; every version that ever was, for everybody. (IDN-14; CTR-06)"""

from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.http import require_GET, require_http_methods

from anju.core import clock
from anju.core.actors import Actor
from anju.people import actions as people
from anju.people import queries
from anju.people.rules import READING_TIME
from anju.people.user_notice import CHINESE, ENGLISH, UserNotice
from anju.portals.sign_in.forms import NoticeForm, shown_token
from anju.portals.sign_in.page import leads_to_phone
from anju.web.doors import anyone, signed_in
from anju.web.session import own_path


@dataclass(frozen=True)
class VersionShown:
    """A version among all: until which day it was in force, and when whoever looks accepted it."""

    notice: UserNotice
    until: date | None
    is_present: bool
    is_coming: bool
    was_replaced: bool
    accepted_at: datetime | None


def language() -> str:
    return ENGLISH if (get_language() or "").startswith(ENGLISH) else CHINESE


@signed_in
@require_http_methods(["GET", "POST"])
def notice(request: HttpRequest) -> HttpResponse:
    """《用户须知》: read to the end, wait, then 【同意】 or 【返回】 (manual 001, 3.2).

    Who has accepted an older version sees what is new in this one.
    """
    today = clock.today()
    next_path = own_path(request, request.GET.get("next", ""), settings.TENANT_HOME_URL)
    form = NoticeForm(request.POST or None)
    if form.is_valid() and form.attempt(accept, request=request, form=form):
        request.session["notice"] = today.isoformat()
        return redirect(next_path)
    present, before = queries.notice_in_force(today), accepted_before(request.actor)
    page = {
        "form": form,
        "shown": shown_token(present.version, request.actor),
        "sections": sections_shown(present, before),
        "notice": present,
        "before": before,
        "seconds": int(READING_TIME.total_seconds()),
        "next": next_path,
        "frame": frame(request, next_path),
    }
    return render(request, "sign_in/notice.html", page)


def frame(request: HttpRequest, next_path: str = "") -> str:
    return "web/phone.html" if leads_to_phone(request, next_path) else "web/base.html"


def accepted_before(actor: Actor) -> UserNotice | None:
    """The version that somebody accepted last."""
    consents = queries.consents_of(actor)
    known = {one.version: one for one in queries.notices()} if consents else {}
    return known.get(consents[-1].version) if consents else None


def sections_shown(
    present: UserNotice, before: UserNotice | None
) -> list[tuple[str, list[tuple[str, bool]]]]:
    """Titles with their paragraphs; each paragraph with whether it was not in the version accepted before."""
    old = before.sections(language()) if before else present.sections(language())
    known = {paragraph for section in old for paragraph in section.paragraphs}
    return [
        (section.title, [(paragraph, paragraph not in known) for paragraph in section.paragraphs])
        for section in present.sections(language())
    ]


def accept(*, request: HttpRequest, form: NoticeForm) -> None:
    version, shown_at = form.shown_to(request.actor)
    people.accept_notice(
        version=version,
        language=language(),
        shown_at=shown_at,
        ip=request.META.get("REMOTE_ADDR"),
        device=request.headers.get("User-Agent", ""),
        by=request.actor,
    )


@anyone
@require_GET
def versions(request: HttpRequest) -> HttpResponse:
    """Every version, the next and the newest first; whoever has signed in reads which they accepted, and when."""
    page = {"versions": versions_shown(request.actor), "frame": frame(request)}
    return render(request, "sign_in/notices.html", page)


@anyone
@require_GET
def one_version(request: HttpRequest, version: str) -> HttpResponse:
    """The words of one version, with the digest by which anybody can check them."""
    found = next(
        (one for one in versions_shown(request.actor) if one.notice.version == version), None
    )
    if found is None:
        raise Http404
    page = {
        "shown": found,
        "sections": found.notice.sections(language()),
        "language": language(),
        "digest": found.notice.digest(language()),
        "frame": frame(request),
    }
    return render(request, "sign_in/notice_version.html", page)


@anyone
@require_GET
def words(request: HttpRequest, version: str, language: str) -> HttpResponse:
    """Exactly the words that were published, as a file: its SHA-256 is the digest on the page."""
    found = next((one for one in queries.notices() if one.version == version), None)
    if found is None or language not in (CHINESE, ENGLISH):
        raise Http404
    name = f"{version}.{language}.txt"
    return HttpResponse(
        found.words(language).encode(),
        content_type="text/plain; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def versions_shown(actor: Actor) -> list[VersionShown]:
    """Newest first. Of two for one day the later one said stands: the other never was in force."""
    today, listed = clock.today(), queries.notices()
    is_somebody = actor.person_id is not None or actor.organisation_id is not None
    consents = queries.consents_of(actor) if is_somebody else []
    accepted = {one.version: one.accepted_at for one in consents}
    shown: list[VersionShown] = []
    next_from: date | None = None
    for one in listed:
        is_coming = one.from_on is not None and one.from_on > today
        was_replaced = next_from is not None and one.from_on == next_from
        is_present = not is_coming and (next_from is None or next_from > today)
        shown.append(
            VersionShown(
                one, next_from, is_present, is_coming, was_replaced, accepted.get(one.version)
            )
        )
        next_from = one.from_on
    return shown
