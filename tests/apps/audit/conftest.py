"""Every test of the audit has a signed head of its own."""

import pytest


@pytest.fixture(autouse=True)
def signed_head(settings, tmp_path):
    """Where the head is written in this test."""
    settings.AUDIT_HEAD_FILE = str(tmp_path / "audit" / "head.jsonl")
    return tmp_path / "audit" / "head.jsonl"
