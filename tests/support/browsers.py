"""Headless Chromium for tests of pages."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

BROWSER, DRIVER = shutil.which("chromium"), shutil.which("chromedriver")


def marks() -> list[Any]:
    """The marks of a module that needs Chromium."""
    missing = not (BROWSER and DRIVER)
    reason = "chromium or chromedriver is not installed"
    return [pytest.mark.browser, pytest.mark.skipif(missing, reason=reason)]


@contextmanager
def headless(downloads: str = "") -> Iterator[Any]:
    """A driver whose logs hold requests and console; `downloads` is the folder for files."""
    from selenium import webdriver
    from selenium.webdriver.chrome.service import Service

    options = webdriver.ChromeOptions()
    for argument in (
        "--headless=new",
        "--no-sandbox",
        "--disable-dev-shm-usage",
        "--disable-gpu",
        "--window-size=1280,900",
    ):
        options.add_argument(argument)
    options.binary_location = BROWSER or ""
    options.set_capability("goog:loggingPrefs", {"performance": "ALL", "browser": "ALL"})
    if downloads:
        options.add_experimental_option(
            "prefs",
            {
                "download.default_directory": downloads,
                "profile.default_content_setting_values.automatic_downloads": 1,
            },
        )
    driver = webdriver.Chrome(options, Service(DRIVER))
    try:
        yield driver
    finally:
        driver.quit()
