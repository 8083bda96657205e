"""Options and fixtures that all tests share."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
DAY = dt.date(2026, 1, 31)
"""The day that counts as today in tests."""


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update-expected", action="store_true", help="write expected outputs instead of comparing"
    )


@pytest.fixture()
def update_expected(request: pytest.FixtureRequest) -> bool:
    return bool(request.config.getoption("--update-expected"))
