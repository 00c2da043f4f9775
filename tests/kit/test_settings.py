import stat
from pathlib import Path

import pytest

from directory.kit.settings import BadSettings, Settings
from directory.web import create_app


def test_production_does_not_start_without_a_secret(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {
        "ENVIRONMENT": "production",
        "PUBLIC_URL": "https://x.example",
        "INSTANCE_PATH": str(tmp_path),
    }.items():
        monkeypatch.setenv(name, value)
    monkeypatch.delenv("SECRET_KEY", raising=False)
    with pytest.raises(BadSettings, match="SECRET_KEY"):
        create_app()
    monkeypatch.setenv("SECRET_KEY", "short")
    with pytest.raises(BadSettings, match="32 characters"):
        create_app()
    assert not (tmp_path / "secret-key").exists()


def test_elsewhere_a_random_secret_is_kept_where_only_its_owner_reads(tmp_path: Path) -> None:
    first, second = Settings(instance_path=tmp_path), Settings(instance_path=tmp_path)
    assert first.secret == second.secret
    assert len(first.secret) >= 32
    assert stat.S_IMODE((tmp_path / "secret-key").stat().st_mode) == 0o600


def test_postgresql_addresses_name_their_driver() -> None:
    assert Settings(database_url="postgresql://u@h/d").database == "postgresql+psycopg://u@h/d"
