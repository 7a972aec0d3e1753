"""Components: each takes plain values and knows nothing of a status or a permission."""

from typing import Any

from django import template
from django.forms import BoundField, CheckboxInput, CheckboxSelectMultiple, RadioSelect, Select
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from anju.core import money
from anju.parameters import queries as parameters
from anju.web import menus

register = template.Library()
EMPTY_SEARCHES: dict[tuple[Any, ...], SafeString] = {}


@register.simple_tag
def amount(fen: int, kind: str = "") -> SafeString:
    """¥ and an amount in yuan, in figures of one width, a minus before the sign. `kind`: "total", "in", "out"."""
    sign = "−¥" if fen < 0 else "¥"
    return format_html(
        '<span class="amount {}"><span class="amount-sign">{}</span>{}</span>',
        kind,
        sign,
        money.yuan(abs(fen)),
    )


@register.simple_tag
def settled(code: str) -> int:
    """How many days, minutes or the like the city has settled, for a sentence that says it."""
    return parameters.number(code)


@register.simple_tag
def menu_entries(menu: Any) -> SafeString:
    """The lines of a portal's menu, each a {url, label, is_here, count, heading}."""
    return menus.entries(menu)


@register.filter
def yuan(fen: int) -> str:
    return money.yuan(fen)


@register.simple_tag
def badge(label: Any, tone: str = "quiet") -> SafeString:
    """A status in one word. `tone`: "quiet", "waiting", "good", "bad", "kept"."""
    return format_html('<span class="status status-{}">{}</span>', tone, label)


@register.inclusion_tag("web/page_header.html")
def page_header(title: Any, lead: Any = "", back_url: str = "", back_label: Any = "") -> dict:
    """The page's one h1, a sentence under it, and the way back."""
    return {"title": title, "lead": lead, "back_url": back_url, "back_label": back_label}


@register.inclusion_tag("web/phone_bar.html")
def phone_bar(title: Any, back_url: str = "", back_label: Any = "") -> dict:
    """The top of a page on a phone: its one h1, and the way back."""
    return {"title": title, "back_url": back_url, "back_label": back_label}


@register.inclusion_tag("web/empty.html")
def empty(title: Any, advice: Any = "", url: str = "", label: Any = "") -> dict:
    """What stands where a list would: that there is nothing, why, and what to do."""
    return {"title": title, "advice": advice, "url": url, "label": label}


@register.inclusion_tag("web/field.html")
def field(bound: BoundField) -> dict[str, Any]:
    """One field: label, control, help, what is wrong with it; tied together for screen readers."""
    widget = bound.field.widget
    several = isinstance(widget, RadioSelect | CheckboxSelectMultiple)
    css = "form-select" if isinstance(widget, Select) else "form-control"
    described = [bound.auto_id + "_help"] if bound.help_text else []
    described += [bound.auto_id + "_error"] if bound.errors else []
    attrs: dict[str, Any] = {"aria-describedby": " ".join(described)} if described else {}
    if not several:
        attrs["class"] = "form-check-input" if isinstance(widget, CheckboxInput) else css
    if bound.errors:
        attrs["aria-invalid"] = "true"
    return {
        "bound": bound,
        "control": bound.as_widget(attrs=attrs),
        "is_check": isinstance(widget, CheckboxInput),
        "is_several": several,
    }


@register.simple_tag
def fields(form: Any) -> SafeString:
    """All fields of a form. A search in which nothing is typed looks the same to everybody, so it is laid out once."""
    if getattr(form, "is_asking", True) or form.errors:
        return laid_out(form)
    key = (type(form), tuple(form.fields), get_language())
    if key not in EMPTY_SEARCHES:
        EMPTY_SEARCHES[key] = laid_out(form)
    return EMPTY_SEARCHES[key]


def laid_out(form: Any) -> SafeString:
    return render_to_string("web/form_fields.html", {"form": form})


@register.inclusion_tag("web/errors.html")
def errors(form: Any, title: Any = "") -> dict[str, Any]:
    """What kept a form from being accepted, at its top, with the way to each field."""
    wrong = [bound for bound in form.visible_fields() if bound.errors]
    return {"form": form, "title": title, "fields": wrong}


@register.inclusion_tag("web/pager.html")
def pager(newer_url: str = "", older_url: str = "") -> dict[str, str]:
    """Lists page by key: to the newer ones and to the older ones, no page numbers."""
    return {"newer_url": newer_url, "older_url": older_url}


@register.inclusion_tag("web/copy_button.html")
def copy_button(target: str, label: Any = "") -> dict[str, Any]:
    """Copies the text of the element with that id (一键复制)."""
    return {"target": target, "label": label}


@register.inclusion_tag("web/countdown.html")
def countdown(seconds: int, over: Any = "", reload: bool = False) -> dict[str, Any]:
    """The time left, counted down by the browser; `over` is what it says at the end."""
    return {"seconds": seconds, "over": over, "reload": reload, "text": clock_face(seconds)}


@register.inclusion_tag("web/confirm.html", takes_context=True)
def confirm(
    context: Any, id: str, question: Any, action: str, yes: Any, no: Any, detail: Any = ""
) -> dict[str, Any]:
    """A dialog that asks before a form is sent. Opened by a button with `data-opens="<id>"`."""
    return {
        "id": id,
        "question": question,
        "action": action,
        "yes": yes,
        "no": no,
        "detail": detail,
        "csrf_token": context.get("csrf_token"),
    }


def clock_face(seconds: int) -> str:
    return f"{max(seconds, 0) // 60:02d}:{max(seconds, 0) % 60:02d}"
