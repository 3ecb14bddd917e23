from __future__ import annotations

import os

import pytest

from grader.lms import credentials
from grader.lms.credentials import CredentialsError


def private(path, text):
    path.write_text(text)
    path.chmod(0o600)
    return path


def test_the_environment_holds_them(monkeypatch):
    monkeypatch.setenv("GRADER_AGS_CLIENT_ID", "me")
    monkeypatch.setenv("GRADER_AGS_TOKEN_URL", "")
    found = credentials.read(None, "GRADER_AGS", ("client_id", "token_url"))
    assert found == {"client_id": "me"}
    with pytest.raises(CredentialsError, match="set GRADER_AGS_TOKEN_URL in the environment"):
        credentials.demanded(found, "GRADER_AGS", ("client_id", "token_url"))


def test_a_file_holds_them(tmp_path, monkeypatch):
    monkeypatch.setenv("GRADER_X_TOKEN", "of the environment")
    path = private(tmp_path / "c.toml", 'token = "of the file"\nother = 1\n')
    assert credentials.read(path, "GRADER_X", ("token",)) == {"token": "of the file"}


@pytest.mark.skipif(os.name != "posix", reason="no such rights")
def test_a_file_that_others_can_read_is_refused(tmp_path):
    path = private(tmp_path / "c.toml", "")
    path.chmod(0o640)
    with pytest.raises(CredentialsError, match=r"can be read by others: chmod 600"):
        credentials.read_secret(path)


def test_damaged_files_are_one_line_without_their_text(tmp_path):
    with pytest.raises(CredentialsError, match="No such file"):
        credentials.read_secret(tmp_path / "none")
    path = private(tmp_path / "c.toml", "token = secret-8")
    with pytest.raises(CredentialsError, match="is not TOML") as caught:
        credentials.read(path, "P", ("token",))
    assert "secret-8" not in str(caught.value)
    path.write_bytes(b"\xff\xfe")
    with pytest.raises(CredentialsError, match="it is not text"):
        credentials.read(path, "P", ("token",))


@pytest.mark.parametrize(
    "address", ["https://lms.example/x?y=1", "http://127.0.0.1:80/", "http://localhost"]
)
def test_a_secret_may_go_to_a_safe_address(address):
    assert credentials.checked_address(address, "it") == address


@pytest.mark.parametrize(
    "address",
    [
        "http://lms.example/",
        "http://127.0.0.1.example/",
        "http://localhost@lms.example/",
        "https://user:secret@lms.example/",
        "ftp://lms.example",
        "lms.example",
        "https://",
        "https://[",
        "",
    ],
)
def test_it_may_go_nowhere_else(address):
    with pytest.raises(CredentialsError, match="has to begin with https://"):
        credentials.checked_address(address, "it")
