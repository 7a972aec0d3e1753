"""How owners walk through the pages of the maintenance fund, at a desk and on a phone."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from playwright.sync_api import expect

from anju.fund import actions
from anju.homes import actions as homes
from anju.homes.actions import DwellingTerms, OwnerTerms
from anju.payments.models import Payment
from anju.tests.journeys.city import until
from anju.tests.journeys.walking import Walk
from sample.fund import BANK, CLERK
from sample.people import SamplePerson

if TYPE_CHECKING:
    from anju.fund.models import Account

ALIPAY, WECHAT = "支付宝支付", "微信支付"


def home_of(who: SamplePerson, room: str, **terms: Any) -> Account:
    """80 m² in a house of six storeys: a first deposit of 8,000.00 is owed."""
    community = homes.record_community(
        name="安贞里", district="110105", address="安贞路3号", by=CLERK
    )
    house = homes.record_building(community_id=community.pk, name="2号楼", storeys=6, by=CLERK)
    stated = DwellingTerms(
        floor=int(room[0]),
        room=room,
        area_hundredths=80_00,
        contract_on=date(2025, 5, 8),
        unit="1",
        **{"contract_no": f"XF20251105{room:>08}", **terms},
    )
    home = homes.record_dwelling(
        building_id=house.pk, terms=stated, owners=[OwnerTerms(who.name, who.id_number)], by=CLERK
    )
    return actions.open_account(dwelling_id=home.pk, bank=BANK, by=CLERK)


class OwnerWalk(Walk):
    @property
    def is_on_phone(self) -> bool:
        return bool(self.page.viewport_size["width"] < 600)

    # Coming in --------------------------------------------------------------------------------------------

    def comes_in(self, who: SamplePerson) -> None:
        """个人网上业务平台 → 北京市统一身份认证平台登录 → 网上业务平台 → 【维修资金】."""
        self.page.goto(f"{self.city.url}/sign-in")
        self.photograph("landing")
        door = self.page.locator("section.door", has_text="个人网上业务平台")
        door.get_by_role("link", name="北京市统一身份认证平台登录").click()
        self.by_password(who)
        self.says("网上业务平台")
        icon = self.page.locator("section.door", has_text="维修资金").locator("svg").last
        expect(icon).to_be_visible()
        self.follow("进入维修资金业务")
        self.says(f"{who.name}，您好")

    def entries(self) -> list[str]:
        """What the menu 【维修资金】 offers."""
        self.page.goto(f"{self.city.url}/owner/")
        menu = self.page.get_by_role("navigation", name="维修资金").locator("a")
        return [text.strip() for text in menu.all_text_contents()]

    def home(self, address: str) -> Any:
        """The card of a home in a list."""
        return self.page.locator("article.home-card", has_text=address)

    def is_told(self, *words: str) -> Any:
        """温馨提示 has popped up."""
        pop_up = self.asks("温馨提示")
        for word in words:
            expect(pop_up).to_contain_text(word)
        self.photograph("told")
        return pop_up

    def understands(self) -> None:
        self.page.get_by_role("dialog").get_by_role("link", name="知道了").click()
        expect(self.page.get_by_role("dialog")).to_have_count(0)

    # Paying -----------------------------------------------------------------------------------------------

    def begins_to_pay(self, way: str, button: str = "立即付款") -> None:
        """Chooses the provider; on a phone its app is offered, at a desk its code."""
        self.page.get_by_role("radio", name=re.compile(way)).check()
        self.page.get_by_role("button", name=button, exact=True).click()
        app = way.removesuffix("支付")
        self.says("支付")
        if self.is_on_phone:
            expect(self.page.get_by_role("link", name=f"打开{app}付款")).to_be_visible()
        else:
            expect(self.page.get_by_role("img", name=f"{app}付款码")).to_be_visible()
        self.photograph("to-pay")

    def says_it_is_paid(self, app: str) -> None:
        """【已支付】 before anything is paid: the provider is asked, and nothing is believed."""
        self.press("已支付")
        expect(self.page.get_by_role("status")).to_contain_text(f"已经向{app}查询")
        expect(self.page.get_by_role("button", name="已支付")).to_be_visible()

    def pays(self, way: str) -> None:
        """On a phone in the app, which leads back; at a desk by scanning with another phone."""
        if self.is_on_phone:
            self.follow(f"打开{way.removesuffix('支付')}付款")
            self.photograph("app")
            self.press("确认付款")
        else:
            phone = self.page.context.new_page()
            phone.goto(Payment.objects.latest("pk").qr_code)
            phone.get_by_role("button", name="确认付款", exact=True).click()
            expect(phone.get_by_role("status")).to_contain_text("支付成功")
            phone.close()
            self.press("已支付")
        self.comes_to("交存成功")

    # Receipts ---------------------------------------------------------------------------------------------

    def has_its_receipt(self, button: str = "我要开票") -> None:
        """开票中 turns into 开票成功 by itself; 【查询/下载】 saves the paper."""
        self.press(button)
        expect(self.page.locator("#receipt")).to_contain_text("开票成功")
        self.downloads_the_receipt()

    def downloads_the_receipt(self) -> None:
        self.photograph("receipt")
        with self.page.expect_download() as download:
            self.page.get_by_role("link", name="查询/下载").click()
        assert re.fullmatch(r"\d{8}-\d{10}\.pdf", download.value.suggested_filename)
        assert Path(download.value.path()).read_bytes().startswith(b"%PDF-")

    def waits_for(self, words: str) -> None:
        """A page that does not renew itself is loaded until it says so."""

        def is_there() -> bool:
            self.page.reload()
            return self.page.get_by_role("main").get_by_text(words).count() > 0

        until(is_there, words)
