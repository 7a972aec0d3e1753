"""Packages, front-end files, catalogues, secrets: made once, and made the same everywhere."""

import json
import subprocess
from pathlib import Path

import pytest
from babel.messages.mofile import read_mo

from scripts import assets, catalogues, configuration, environment, keys, requirements
from scripts.places import ASSETS, ROOT

pytestmark = pytest.mark.covers("OPS-01")


def test_the_locks_name_a_digest_for_every_package_and_no_registry() -> None:
    for name in (
        "requirements.lock",
        "requirements-dev.lock",
        "scripts/uv.lock",
        "scripts/node.lock",
    ):
        text = (ROOT / name).read_text()
        assert text.count("==") <= text.count("--hash=sha256:")
        assert "://" not in text
    packages = json.loads((ROOT / "package-lock.json").read_text())["packages"]
    assert all(place == "" or "integrity" in said for place, said in packages.items())
    assert not any("resolved" in said for said in packages.values())


def test_the_files_that_pages_and_documents_need_are_there_without_source_maps() -> None:
    for target in assets.COPIES.values():
        content = (ASSETS / target).read_bytes()
        assert len(content) > 40_000
        assert b"sourceMappingURL" not in content[-200:]


def test_a_second_set_up_downloads_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    def no_program(*_arguments: object, **_options: object) -> None:
        pytest.fail("a program was started")

    monkeypatch.setattr(assets, "run", no_program)
    monkeypatch.setattr(environment, "run", no_program)

    assets.make(with_postgres=False)
    environment.make()


@pytest.mark.slow
def test_where_the_machine_has_no_node_it_comes_as_a_package(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("ANJU_NO_SYSTEM_NODE", "1")

    npm, environ = assets.npm_program()

    asked = subprocess.run(
        [npm, "--version"], env=environ, capture_output=True, text=True, check=True
    )
    assert Path(npm).is_relative_to(environment.TOOLS)
    assert int(asked.stdout.split(".")[0]) >= 10


def test_secrets_are_made_once_and_only_their_owner_reads_them(tmp_path: Path) -> None:
    first = keys.make(tmp_path)

    assert keys.make(tmp_path) == first
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert len(files) == 1 + 2 * len(keys.PAIRS)
    assert {oct(path.stat().st_mode & 0o777) for path in files} == {"0o600"}


def test_neither_side_holds_the_other_sides_private_keys(tmp_path: Path) -> None:
    keys.make(tmp_path)

    def private(side: str) -> set[str]:
        return {path.name for path in (tmp_path / "keys" / side).glob("*_private.pem")}

    assert private("product") == {
        "alipay_app_private.pem",
        "wechat_merchant_private.pem",
        "product_bank_private.pem",
        "product_registry_private.pem",
    }
    assert private("sandbox") == {
        "alipay_private.pem",
        "wechat_private.pem",
        "bank_ccb_private.pem",
        "bank_icbc_private.pem",
        "bank_bob_private.pem",
        "idp_private.pem",
        "mini_program_private.pem",
        "rental_platform_private.pem",
    }


def test_every_variable_that_the_launcher_sets_is_explained(tmp_path: Path) -> None:
    explained = {
        line.partition("=")[0]
        for line in (ROOT / ".env.example").read_text().splitlines()
        if line and not line.startswith("#")
    }
    product = configuration.of_product(tmp_path, 8000, 8100)
    sandbox = configuration.of_sandbox(tmp_path, 8000, 8100)

    assert {*product, *sandbox, "DATABASE_URL", "PORT", "PG_BIN", "CHROMIUM"} <= explained


def test_a_changed_catalogue_is_compiled(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    folder = tmp_path / "locale" / "en" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    source = folder / "django.po"
    source.write_text(
        'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\nmsgid "押金"\nmsgstr "deposit"\n'
    )
    monkeypatch.setattr(catalogues, "ROOT", tmp_path)

    catalogues.compile_changed()

    with (folder / "django.mo").open("rb") as compiled:
        assert read_mo(compiled)["押金"].string == "deposit"


def test_the_requirements_that_tests_name_are_found(tmp_path: Path) -> None:
    file = tmp_path / "test_one.py"
    file.write_text('@pytest.mark.covers("PAY-01", "LED-02")\ndef test_it(): pass\n')

    assert list(requirements.marks(file)) == ["PAY-01", "LED-02"]
    assert requirements.tests_by_requirement()["OPS-01"]["scripts/tests/test_set_up.py"] >= 1


def test_make_alone_lists_every_command() -> None:
    listed = subprocess.run(["make"], cwd=ROOT, capture_output=True, text=True, check=True).stdout

    for command in ("demo", "test", "quick", "prove", "bench", "coverage-of-requirements", "fmt"):
        assert f"  make {command} " in listed
