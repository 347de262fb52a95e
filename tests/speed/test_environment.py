"""What a measured process gets of the machine's environment."""

from __future__ import annotations

import pytest

from bench.processes import ROOT, environment


def test_nothing_of_the_machine_configures_a_subject(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("QUAY_TOKEN", "HTTPS_PROXY", "SSL_CERT_FILE", "SSL_CERT_DIR", "PYTHONPATH"):
        monkeypatch.setenv(name, "of the machine")
    monkeypatch.setenv("HOME", "/home/somebody")

    found = environment(QUAY_TOKEN="of the bench")

    assert "of the machine" not in found.values()
    assert found["QUAY_TOKEN"] == "of the bench"
    assert found["PYTHONPATH"] == str(ROOT)
    assert found["HOME"] == "/home/somebody"
