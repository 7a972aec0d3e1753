"""首页 of a property company; who has not signed in by a key does so."""

import pytest
from django.urls import reverse

from anju.companies.tests.world import a_community, a_company, come_in
from anju.tests.pages import Pages

pytestmark = pytest.mark.django_db


def test_a_company_begins_with_the_communities_it_serves(pages: Pages):
    _, actor = a_company(name="北京望京物业管理有限公司", communities=[a_community()])
    come_in(pages, actor)

    pages.get(reverse("property:home"))

    assert "北京望京物业管理有限公司" in pages.page.text
    assert "望京新城" in pages.page.text


def test_without_a_key_no_page_opens(client):
    answer = client.get(reverse("property:home"))

    assert answer["Location"].startswith(reverse("property:sign_in"))
