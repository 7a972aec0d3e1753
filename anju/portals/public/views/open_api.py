"""开放接口: what programs can do here, with examples, the description and a client to take along. (OPS-04)"""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from anju.people.rules import OF_ENTERPRISES, Scope
from anju.portals.public import open_api
from anju.portals.public.page import show_published
from anju.web.doors import anyone


@anyone
@require_GET
def page(request: HttpRequest) -> HttpResponse:
    scopes = [(scope.value, scope.label, scope in OF_ENTERPRISES) for scope in Scope]
    return show_published(
        request,
        "open_api",
        "open_api",
        examples=open_api.examples(),
        curl=open_api.by_curl(),
        scopes=scopes,
        operations=open_api.operations(),
        events=open_api.events(),
        push=open_api.a_push(),
        address=settings.PUBLIC_URL,
        may_be_local=bool(settings.WEBHOOK_NETWORKS),
        files=list(open_api.FILES),
    )


@anyone
@require_GET
def file(request: HttpRequest, name: str) -> HttpResponse:
    """The client, the examples and the description, as they stand in the repository and are tested."""
    if name not in open_api.FILES:
        raise Http404
    kind = open_api.FILES[name]
    response = HttpResponse(open_api.content(name), content_type=f"{kind}; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
