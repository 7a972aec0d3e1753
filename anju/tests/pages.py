"""The page-checking test client: a test that loads a page also checks that it is a sound one."""

import re
from collections import Counter
from collections.abc import Iterator, Set
from datetime import timedelta
from functools import cache
from typing import Any
from xml.etree.ElementTree import Element

import html5lib
from allauth.mfa.totp.internal.auth import generate_totp_secret
from django.conf import settings
from django.contrib.auth.models import User
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.staticfiles import finders
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import Resolver404, resolve

from anju.core import clock
from anju.core.actors import CLOCK, Actor
from anju.people import actions as people
from anju.people import queries as people_queries
from anju.people.models import Organisation, Person
from anju.people.rules import READING_TIME, Capacity, InstitutionPower, Office, office_of
from anju.web import session

CONTROLS = {"input", "select", "textarea"}
NO_LABEL_NEEDED = {"hidden", "submit", "button", "reset", "image"}
UNSEEN = {"script", "style", "template", "title", "head"}
LINKS = ("href", "src", "action", "hx-get", "hx-post")
REFERENCES = ("aria-describedby", "aria-labelledby", "aria-controls", "for")
BAD_TEXT = {
    "an amount without fen after ¥": re.compile(r"[¥￥]\s*-?[\d,]+(?![\d,]*\.\d\d\b)(?![\d,])"),
    "an amount that looks like raw fen": re.compile(r"(?<![\d.,])\d{5,}\s*元"),
    "a code nobody translated": re.compile(r"(?<![\w/.@-])[a-z]+(?:_[a-z0-9]+)+(?![\w/.@-])"),
    "a template that was not filled in": re.compile(r"\{\{|\{%|%\(\w+\)s|\{\w+\}"),
    "a value that is missing": re.compile(r"(?<!\w)None(?!\w)"),
}


class Page:
    """One parsed page, or a part of one that HTMX asked for."""

    def __init__(self, content: str) -> None:
        self.is_whole = "<html" in content[:500]
        parser = html5lib.HTMLParser(namespaceHTMLElements=False)
        parse = parser.parse if self.is_whole else parser.parseFragment
        self.root: Element = parse(content)
        for element in self.root.iter():
            if isinstance(element.tag, str):  # a drawing's elements by their plain names, too
                element.tag = element.tag.rpartition("}")[2]
        self.parents = {child: parent for parent in self.root.iter() for child in parent}
        self.syntax = [f"line {line}: {error} {facts}" for (line, _), error, facts in parser.errors]

    def all(self, *tags: str) -> list[Element]:
        return [element for element in self.root.iter() if element.tag in tags]

    def within(self, element: Element, tag: str) -> bool:
        while element in self.parents:
            element = self.parents[element]
            if element.tag == tag:
                return True
        return False

    @property
    def text(self) -> str:
        return " ".join(" ".join(words(self.root)).split())

    @property
    def our_text(self) -> str:
        """The text without what is shown as another system sent it (`pre`): its codes are not ours to translate."""
        return " ".join(" ".join(words(self.root, UNSEEN | {"pre"})).split())

    def faults(self) -> Iterator[str]:
        yield from self.syntax
        if self.is_whole:
            yield from self.faults_of_the_whole()
        yield from self.faults_of_ids()
        yield from self.faults_of_controls()
        yield from self.faults_of_links()
        yield from self.faults_of_scripts()
        text = self.our_text
        for what, pattern in BAD_TEXT.items():
            yield from (f"{what}: «{found[0]}»" for found in pattern.finditer(text))

    def faults_of_the_whole(self) -> Iterator[str]:
        if not self.all("html")[0].get("lang"):
            yield "html without lang"
        for tag in ("title", "h1", "main"):
            found = [element for element in self.all(tag) if not self.within(element, "svg")]
            if len(found) != 1 or not said(found[0]):
                yield f"{len(found)} {tag}, must be one with text"

    def faults_of_ids(self) -> Iterator[str]:
        ids = Counter(element.get("id") for element in self.root.iter() if element.get("id"))
        yield from (f"id «{name}» {times} times" for name, times in ids.items() if times > 1)
        for element in self.root.iter():
            for attribute in REFERENCES:
                for name in (element.get(attribute) or "").split():
                    if self.is_whole and name not in ids:
                        yield f"{element.tag} {attribute}=«{name}» leads nowhere"

    def faults_of_controls(self) -> Iterator[str]:
        labelled = {label.get("for") for label in self.all("label") if said(label)}
        for control in self.all(*CONTROLS):
            if control.get("type") in NO_LABEL_NEEDED or control.get("aria-label"):
                continue
            if control.get("id") not in labelled and not self.within(control, "label"):
                yield f"{control.tag} «{control.get('name')}» without label"
        yield from (
            f"{img.get('src')} without alt" for img in self.all("img") if "alt" not in img.attrib
        )
        for element in self.all("button", "a", "summary", "label", "legend", "h2", "th"):
            if not said(element) and not element.get("aria-label"):
                yield f"{element.tag} {dict(element.attrib)} without text"
        for form in self.all("form"):
            if (form.get("method") or "get").lower() == "post":
                names = [control.get("name") for control in form.iter("input")]
                if "csrfmiddlewaretoken" not in names:
                    yield f"form {form.get('action')} without CSRF token"

    def faults_of_links(self) -> Iterator[str]:
        for element in self.root.iter():
            for attribute in LINKS:
                address = (element.get(attribute) or "").split("#")[0].split("?")[0]
                if element.get(attribute) == "#":
                    yield f"{element.tag} leads nowhere: #"
                if address.startswith("/") and not leads_somewhere(address):
                    yield f"{attribute} {address} leads nowhere"

    def faults_of_scripts(self) -> Iterator[str]:
        """What the content security policy would block."""
        for element in self.root.iter():
            if element.tag == "script" and not element.get("src"):
                yield "an inline script"
            for name in element.attrib:
                if name.startswith("on") or name == "style":
                    yield f"{element.tag} has an inline {name}"


class Pages(Client):
    """Loads pages as a browser does and fails on any that is not sound. `page` is the last one."""

    page: Page

    def request(self, **request: Any) -> HttpResponse:
        response = super().request(**request)
        if response.headers.get("Content-Type", "").startswith("text/html") and response.content:
            self.page = Page(response.content.decode())
            faults = list(self.page.faults())
            assert not faults, f"{request.get('PATH_INFO')}: " + "\n".join(faults)
        return response

    def sign_in_as(
        self,
        who: Person | Organisation,
        *,
        has_accepted: bool = True,
        capacity: Capacity | None = None,
    ) -> None:
        """Start a session, a tenant's with the notice accepted unless said otherwise."""
        request = HttpRequest()
        request.session = SessionStore()
        if isinstance(who, Organisation):
            session.begin(request, organisation_id=who.pk)
        else:
            session.begin(request, person_id=who.pk)
        if capacity is not None:
            session.act_as(request, capacity)
        request.session.save()
        self.cookies[settings.SESSION_COOKIE_NAME] = request.session.session_key
        by = session.actor_of(request)
        if has_accepted and by.is_tenant:
            people.accept_notice(
                version=people_queries.notice_in_force().version,
                language="zh-hans",
                shown_at=clock.now() - READING_TIME - timedelta(seconds=1),
                ip=None,
                device="",
                by=by,
            )

    def as_staff(
        self,
        *powers: str,
        username: str = "wang.min",
        name: str = "王敏",
        office: Office | None = None,
    ) -> User:
        """Sign in as a member of staff with a second factor and these powers, at the centre if nothing says where."""
        user = people.record_staff(
            username=username,
            name=name,
            password=settings.SECRET_KEY,
            powers=powers,
            office=office or office_of(powers) or Office.CENTRE,
            by=CLOCK,
        )
        people.link_authenticator(user_id=user.pk, secret=generate_totp_secret(), by=CLOCK)
        self.force_login(user)
        return user

    def as_administrator(self, organisation: Organisation) -> User:
        """Sign in as the administrator of an institution, password chosen and second factor set up."""
        account = people_queries.administrator_of_organisation(organisation.pk)
        assert account is not None
        _, first = people.renew_initial_password(organisation_id=organisation.pk, by=CLOCK)
        return self.with_account(account.user, first)

    def as_operator(self, organisation: Organisation, *powers: InstitutionPower) -> User:
        """Sign in as somebody whom the institution's administrator has given these powers."""
        administrator = people_queries.administrator_of_organisation(organisation.pk)
        assert administrator is not None
        may = frozenset({InstitutionPower.USERS})
        by = Actor(administrator.user.username, "agency", may, organisation_id=organisation.pk)
        username, first = people.open_operator(name="李经办", powers=powers, by=by)
        return self.with_account(User.objects.get(username=username), first)

    def with_account(self, user: User, first: str) -> User:
        """Sign in once the first password is changed and a second factor set up."""
        people.choose_password(user_id=user.pk, present=first, chosen=settings.SECRET_KEY, by=CLOCK)
        people.link_authenticator(user_id=user.pk, secret=generate_totp_secret(), by=CLOCK)
        user.refresh_from_db()
        self.force_login(user)
        return user


def words(element: Element, unseen: Set[str] = UNSEEN) -> Iterator[str]:
    """The text that people see, and the text alternatives that screen readers say."""
    if element.tag not in unseen:
        yield element.text or ""
        for child in element:
            yield from words(child, unseen)
            yield child.tail or ""


def said(element: Element) -> str:
    alternatives = [img.get("alt") or "" for img in element.iter("img")]
    return "".join([*element.itertext(), *alternatives]).strip()


def leads_somewhere(path: str) -> bool:
    if path.startswith(settings.STATIC_URL):
        return is_static_file(path.removeprefix(settings.STATIC_URL))
    try:
        resolve(path)
    except Resolver404:
        return False
    return True


@cache
def is_static_file(name: str) -> bool:
    """Looked for once: every page asks for the same few in the folders of all packages."""
    return finders.find(name) is not None
