"""One person at an own browser, for flows in which several act in turn."""

from typing import Any

from accounts.models import User
from tests.cast import PASSWORD
from tests.sessions import code_now, sign_in, with_factor


class Desk:
    """Signs in, goes to pages, fills forms, and says who one is where that is asked."""

    def __init__(
        self,
        browser: Any,
        address: str,
        user: User,
        *,
        phone: bool = False,
        second: bool = False,
        touch: bool = False,
    ) -> None:
        size = {"width": 390, "height": 844} if phone else {"width": 1440, "height": 900}
        self.page = browser.new_context(viewport=size, locale="vi-VN", has_touch=touch).new_page()
        self.page.set_default_timeout(20_000)
        self.address, self.user = address, user
        self.secret = with_factor(user) if second or user.username.startswith("officer") else ""
        sign_in(self.page, address, user.username, PASSWORD, self.secret)

    def go(self, path: str) -> None:
        self.page.goto(f"{self.address}{path}")
        self.confirm()

    def press(self, selector: str) -> None:
        self.page.locator(selector).first.click()
        self.page.wait_for_load_state()
        self.confirm()

    def fill(self, path: str, **values: Any) -> None:
        """Open the form of one act, fill it and send it; the answer leads away from the form."""
        self.go(path)
        for name, value in values.items():
            field = self.page.locator(f"main [name={name}]").first
            if isinstance(value, bool):
                field.set_checked(value)
            elif field.evaluate("node => node.tagName") == "SELECT":
                field.select_option(value)
            else:
                field.fill(str(value))
        self.press("main form[data-guard] .acts button")
        self.page.wait_for_url(lambda url: not url.endswith(path))

    def act(self, press: str, send: str = "main form .acts button", **values: Any) -> None:
        """From the page one is on: press what opens the form, fill it, send it; lists are what is ticked."""
        self.press(press)
        here = self.page.url
        for name, value in values.items():
            field = self.page.locator(f"main [name={name}]")
            if isinstance(value, dict):
                field.set_input_files(value)
            elif isinstance(value, list):
                for one in value:
                    self.page.locator(f"main [name={name}][value='{one}']").check()
            elif field.evaluate("node => node.tagName") == "SELECT":
                field.select_option(str(value))
            else:
                field.fill(str(value))
        self.press(send)
        self.page.wait_for_url(lambda url: url != here)

    def text(self) -> str:
        shown: str = self.page.locator("main").inner_text()
        return shown

    def narrow(self) -> bool:
        """Nothing is wider than the screen."""
        fits: bool = self.page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
        return fits

    def confirm(self) -> None:
        """Answers the question who one is, where it is asked."""
        if "/accounts/confirm/" not in self.page.url:
            return
        self.page.fill("[name=answer]", code_now(self.secret) if self.secret else PASSWORD)
        self.page.locator("main form .acts button").first.click()
        self.page.wait_for_url(lambda url: "/accounts/confirm/" not in url)

    def close(self) -> None:
        self.page.context.close()
