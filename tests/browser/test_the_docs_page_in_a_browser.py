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

# The specification is large, and a test machine may be busy.
PATIENCE_SECONDS = 90
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


def test_the_docs_page_loads_offline_and_try_it_out_answers(
    browser: webdriver.Chrome, sample_server: str, tmp_path: Path
) -> None:
    browser.get(f"{sample_server}/docs")
    wait = WebDriverWait(browser, PATIENCE_SECONDS)
    operation = wait.until(
        expected.element_to_be_clickable(
            (By.CSS_SELECTOR, "[id$='-list_articles'] .opblock-summary-control")
        )
    )
    operation.send_keys(Keys.ENTER)  # by keyboard: a page for everybody
    # "Try it out" is on from the start.
    wait.until(
        expected.element_to_be_clickable((By.CSS_SELECTOR, ".opblock.is-open .execute"))
    ).click()
    status = wait.until(
        expected.visibility_of_element_located(
            (By.CSS_SELECTOR, ".opblock.is-open .live-responses-table tbody .response-col_status")
        )
    )
    assert status.text.split()[0] == "200"
    assert keep_screenshot(browser, "docs", tmp_path).stat().st_size > 10_000
    assert requested_hosts(browser) == {"127.0.0.1"}
    assert complaints(browser) == []
