"""The docs page as a person meets it: a real headless Chromium, no outside request, no console error."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from selenium import webdriver
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support import expected_conditions as expected
from selenium.webdriver.support.ui import WebDriverWait

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
CHROMEDRIVER = shutil.which("chromedriver")

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        not (CHROMIUM and CHROMEDRIVER), reason="needs chromium and chromedriver on the machine"
    ),
]

FAINT_TEXTS = Path(__file__).with_name("faint_texts.js").read_text(encoding="utf-8")
# The specification is large, and a test machine may be busy.
PATIENCE_SECONDS = 90
LIST_ARTICLES = "[id$='-list_articles'] .opblock-summary-control"
# What has the focus: its place in the page, its name for a screen reader, and how it is marked.
FOCUSED = """
const one = document.activeElement, style = getComputedStyle(one), box = one.getBoundingClientRect();
const label = one.labels?.[0]?.textContent;
return {
  order: [...document.querySelectorAll("*")].indexOf(one),
  name: one.getAttribute("aria-label") || label || one.textContent.trim() || one.placeholder || one.title || "",
  outline: style.outlineStyle, outline_width: parseFloat(style.outlineWidth),
  is_on_screen: box.bottom > 0 && box.top < innerHeight && box.width > 0,
};
"""
FLAGS = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--window-size=1280,1600",
)


@pytest.fixture
def browser(tmp_path: Path) -> Iterator[webdriver.Chrome]:
    options = webdriver.ChromeOptions()
    options.binary_location = str(CHROMIUM)
    for flag in (*FLAGS, f"--user-data-dir={tmp_path / 'profile'}"):
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    driver = webdriver.Chrome(options=options, service=Service(str(CHROMEDRIVER)))
    try:
        yield driver
    finally:
        driver.quit()


def requested_hosts(browser: webdriver.Chrome) -> set[str]:
    """The hosts of every address that the page asked for."""
    hosts = set()
    for entry in browser.get_log("performance"):
        message = json.loads(entry["message"])["message"]
        if message["method"] == "Network.requestWillBeSent":
            address = urlsplit(message["params"]["request"]["url"])
            if address.scheme in {"http", "https", "ws", "wss"}:
                hosts.add(address.hostname or "")
    return hosts


def complaints(browser: webdriver.Chrome) -> list[str]:
    return [
        entry["message"]
        for entry in browser.get_log("browser")
        if entry["level"] in {"SEVERE", "WARNING"}
    ]


def keep_screenshot(browser: webdriver.Chrome, name: str, tmp_path: Path) -> Path:
    folder = Path(os.environ.get("SCREENSHOT_DIR", str(tmp_path)))
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name}.png"
    assert browser.save_screenshot(str(path))
    return path


def open_operations(browser: webdriver.Chrome, server: str) -> WebDriverWait:
    """The docs page, when Swagger UI has drawn its operations."""
    browser.get(f"{server}/docs")
    wait = WebDriverWait(browser, PATIENCE_SECONDS)
    wait.until(expected.element_to_be_clickable((By.CSS_SELECTOR, LIST_ARTICLES)))
    return wait


def execute_open_operation(browser: webdriver.Chrome, wait: WebDriverWait) -> str:
    """Presses "Execute" of the operation that is open; the status of the answer."""
    found = expected.element_to_be_clickable((By.CSS_SELECTOR, ".opblock.is-open .execute"))
    wait.until(found).send_keys(Keys.ENTER)
    status = wait.until(
        expected.visibility_of_element_located(
            (By.CSS_SELECTOR, ".opblock.is-open .live-responses-table tbody .response-col_status")
        )
    )
    return str(status.text.split()[0])


def prefer(browser: webdriver.Chrome, scheme: str) -> None:
    features = [{"name": "prefers-color-scheme", "value": scheme}]
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": features})


def test_the_docs_page_loads_offline_and_try_it_out_answers(
    browser: webdriver.Chrome, sample_server: str, tmp_path: Path
) -> None:
    wait = open_operations(browser, sample_server)
    browser.find_element(By.CSS_SELECTOR, LIST_ARTICLES).send_keys(Keys.ENTER)
    # "Try it out" is on from the start.
    assert execute_open_operation(browser, wait) == "200"
    assert keep_screenshot(browser, "docs", tmp_path).stat().st_size > 10_000
    assert requested_hosts(browser) == {"127.0.0.1"}
    assert complaints(browser) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_text_can_be_read_in_both_schemes(
    browser: webdriver.Chrome, sample_server: str, tmp_path: Path, scheme: str
) -> None:
    prefer(browser, scheme)
    wait = open_operations(browser, sample_server)
    browser.find_element(By.CSS_SELECTOR, LIST_ARTICLES).send_keys(Keys.ENTER)
    assert execute_open_operation(browser, wait) == "200"
    keep_screenshot(browser, f"docs-{scheme}", tmp_path)
    assert browser.execute_script(FAINT_TEXTS) == []
    for page in ("docs/reference", "docs/query-language", "docs/access", "problems/bad_query"):
        browser.get(f"{sample_server}/{page}")
        browser.execute_script(
            "for (const one of document.querySelectorAll('details')) one.open = true"
        )
        assert browser.execute_script(FAINT_TEXTS) == []
        background = browser.execute_script(
            "return getComputedStyle(document.body).backgroundColor"
        )
        darkest = max(int(part) for part in background[4:-1].split(","))
        assert (darkest < 60) == (scheme == "dark")
    keep_screenshot(browser, f"problem-{scheme}", tmp_path)


def test_whoever_goes_by_keyboard_sees_where_they_are_and_can_skip_the_head(
    browser: webdriver.Chrome, sample_server: str
) -> None:
    open_operations(browser, sample_server)
    seen = []
    for _ in range(40):
        browser.switch_to.active_element.send_keys(Keys.TAB)
        place = browser.execute_script(FOCUSED)
        assert place["outline"] != "none", place
        assert place["outline_width"] >= 2, place
        assert place["is_on_screen"], place
        seen.append((place["order"], place["name"]))
    # The order of the page, nothing twice, nothing that holds the focus.
    assert [order for order, _ in seen] == sorted({order for order, _ in seen})
    names = [name for _, name in seen]
    assert names[:3] == ["Skip to the content", "Try it", "Reference"]
    assert all(names), names
    browser.get(f"{sample_server}/docs/reference")
    browser.switch_to.active_element.send_keys(Keys.TAB)
    browser.switch_to.active_element.send_keys(Keys.ENTER)
    browser.switch_to.active_element.send_keys(Keys.TAB)
    first = browser.switch_to.active_element
    assert first.tag_name == "summary"
    first.send_keys(Keys.ENTER)
    assert browser.execute_script("return document.activeElement.parentElement.open")
