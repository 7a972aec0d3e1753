import base64

import pytest
from django.core.exceptions import FieldError, ImproperlyConfigured
from django.core.management import call_command
from django.db import connection, models, transaction
from hypothesis import given
from hypothesis import strategies as st

from anju.core import crypto
from anju.core.management.commands.rotate_field_keys import rotate_field
from anju.core.refusals import Broken

KEY_1 = "1:" + base64.b64encode(b"first-key-16-by.").decode()
KEY_2 = "2:" + base64.b64encode(b"second-key-16-by").decode()
PLACE = "people_person.id_number"


class SecretThing(models.Model):
    number = crypto.EncryptedTextField(null=True)
    phone = crypto.EncryptedTextField(blank=True)

    class Meta:
        app_label = "core_tests"


@pytest.fixture
def table(db):
    with connection.schema_editor() as editor:
        editor.create_model(SecretThing)


def sealed_number(thing: SecretThing) -> bytes:
    with connection.cursor() as cursor:
        cursor.execute("SELECT number FROM core_tests_secretthing WHERE id = %s", [thing.pk])
        return bytes(cursor.fetchone()[0])


def test_sm4_gcm_is_that_of_rfc_8998_appendix_a_1():
    key = bytes.fromhex("0123456789ABCDEFFEDCBA9876543210")
    nonce = bytes.fromhex("00001234567800000000ABCD")
    place = bytes.fromhex("FEEDFACEDEADBEEFFEEDFACEDEADBEEFABADDAD2")
    text = bytes.fromhex("".join(c * 16 for c in "ABCDEFEA"))
    sealed = bytes.fromhex(
        "17F399F08C67D5EE19D0DC9969C4BB7D5FD46FD3756489069157B282BB200735"
        "D82710CA5C22F0CCFA7CBF93D496AC15A56834CBCF98C397B4024A2691233B8D"
        "83DE3541E4C2B58177E065A9BF7B62EC"
    )

    assert crypto.sm4_gcm_seal(key, nonce, text, place) == sealed
    assert crypto.sm4_gcm_open(key, nonce, sealed, place) == text


def test_the_digest_is_hmac_with_sm3(settings):
    """HMAC written out by hand (RFC 2104) over SM3, whose own vector is that of GB/T 32905 A.1."""
    from cryptography.hazmat.primitives import hashes

    def sm3(text: bytes) -> bytes:
        hashing = hashes.Hash(hashes.SM3())
        hashing.update(text)
        return hashing.finalize()

    key = b"tests-only-digest-key-of-32-byte".ljust(64, b"\0")
    inner = sm3(bytes(b ^ 0x36 for b in key) + b"11010519491231002X")

    assert sm3(b"abc").hex() == "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"
    assert crypto.digest("11010519491231002X") == sm3(bytes(b ^ 0x5C for b in key) + inner)
    settings.DIGEST_KEY = base64.b64encode(b"another key of enough bytes").decode()
    assert crypto.digest("11010519491231002X") != sm3(bytes(b ^ 0x5C for b in key) + inner)


@pytest.mark.covers("SEC-01")
@given(st.text(alphabet=st.characters(codec="utf-8")))
def test_what_was_sealed_opens_again_and_looks_different_each_time(text):
    sealed = crypto.encrypt(text, PLACE)

    assert crypto.decrypt(sealed, PLACE) == text
    assert crypto.encrypt(text, PLACE) != sealed
    assert len(sealed) == 1 + 12 + len(text.encode()) + 16


@pytest.mark.covers("SEC-01")
def test_an_altered_or_moved_value_does_not_open():
    sealed = crypto.encrypt("11010519491231002X", PLACE)

    with pytest.raises(Broken, match="altered or moved"):
        crypto.decrypt(sealed, "people_person.phone")
    for place in (15, len(sealed) - 1):
        altered = sealed[:place] + bytes([sealed[place] ^ 1]) + sealed[place + 1 :]
        with pytest.raises(Broken, match="altered or moved"):
            crypto.decrypt(altered, PLACE)
    for unknown in (b"\x09" + sealed[1:], b""):
        with pytest.raises(Broken, match="FIELD_KEYS does not hold"):
            crypto.decrypt(unknown, PLACE)
    with pytest.raises(Broken, match="altered or moved"):
        crypto.decrypt(sealed[:5], PLACE)


@pytest.mark.covers("SEC-01")
def test_an_old_key_still_opens_and_rotation_seals_with_the_last_one(settings):
    settings.FIELD_KEYS = KEY_1
    old = crypto.encrypt("6222020200000000014", PLACE)
    settings.FIELD_KEYS = f"{KEY_1},{KEY_2}"

    new = crypto.rotate(old, PLACE)

    assert old[0] == 1 and new[0] == 2
    assert crypto.decrypt(old, PLACE) == crypto.decrypt(new, PLACE) == "6222020200000000014"
    assert crypto.rotate(new, PLACE) == new


@pytest.mark.parametrize(
    "keys",
    ["", "1", "1:abc", "x:" + KEY_1[2:], "0:" + KEY_1[2:], f"{KEY_1},{KEY_1}", "1:" + "YQ=="],
)
def test_unusable_keys_are_told_at_once(settings, keys):
    settings.FIELD_KEYS = keys
    with pytest.raises(ImproperlyConfigured, match="FIELD_KEYS"):
        crypto.encrypt("x", PLACE)


@pytest.mark.parametrize("key", ["", "not base64!", "YQ=="])
def test_an_unusable_digest_key_is_told_at_once(settings, key):
    settings.DIGEST_KEY = key
    with pytest.raises(ImproperlyConfigured, match="DIGEST_KEY"):
        crypto.digest("x")


@pytest.mark.covers("SEC-01")
def test_an_encrypted_field_stands_sealed_in_the_database_and_reads_as_text(table):
    thing = SecretThing.objects.create(number="11010519491231002X")
    nothing = SecretThing.objects.create(number=None)

    assert SecretThing.objects.get(pk=thing.pk).number == "11010519491231002X"
    assert SecretThing.objects.values_list("number", flat=True).get(pk=nothing.pk) is None
    assert b"11010519491231002X" not in sealed_number(thing)
    assert crypto.decrypt(sealed_number(thing), "core_tests_secretthing.number")[-1] == "X"
    SecretThing.objects.filter(pk=thing.pk).update(number="two")
    assert SecretThing.objects.get(pk=thing.pk).number == "two"
    assert SecretThing.objects.get(pk=thing.pk).phone == ""
    with pytest.raises(Broken, match="takes text"), transaction.atomic():
        SecretThing.objects.create(number=b"110")
    assert SecretThing.objects.filter(number__isnull=True).get() == nothing


def test_an_encrypted_field_is_not_searched_by_its_text(table):
    with pytest.raises(FieldError, match="search by its digest"):
        SecretThing.objects.filter(number="11010519491231002X")


@pytest.mark.covers("SEC-01")
def test_rotation_re_encrypts_in_chunks_and_may_be_run_again(table, settings):
    field = SecretThing._meta.get_field("number")
    settings.FIELD_KEYS = KEY_1
    things = [SecretThing.objects.create(number=f"number {i}") for i in range(5)]
    SecretThing.objects.create(number=None)
    settings.FIELD_KEYS = f"{KEY_1},{KEY_2}"
    SecretThing.objects.create(number="new")

    assert rotate_field(field, chunk=2) == 5
    assert rotate_field(field, chunk=2) == 0

    assert {sealed_number(thing)[0] for thing in things} == {2}
    settings.FIELD_KEYS = KEY_2
    numbers = SecretThing.objects.filter(number__isnull=False).order_by("pk")
    assert list(numbers.values_list("number", flat=True)) == [
        *(f"number {i}" for i in range(5)),
        "new",
    ]


def test_the_command_walks_every_encrypted_field_there_is(db, capsys):
    call_command("rotate_field_keys")

    assert all("0 re-encrypted" in line for line in capsys.readouterr().out.splitlines())


@pytest.mark.covers("SEC-01")
def test_numbers_and_names_are_masked_as_people_know_them():
    assert crypto.mask_id_number("110101199003071234") == "110***********1234"
    assert crypto.mask_id_number("E12345678") == "E******78"
    assert crypto.mask_account("6222020200000000014") == "6222 **** **** 0014"
    assert crypto.mask_account("12345678") == "**** 5678"
    assert crypto.mask_phone("13800001234") == "138****1234"
    assert crypto.mask_name("张三丰") == "张**"
    assert [crypto.mask_name_within(name) for name in ("张三丰", "张三", "欧阳修远", "张", "")] == [
        "张*丰",
        "张*",
        "欧**远",
        "*",
        "",
    ]
    assert crypto.mask_name("") == "" and crypto.mask_phone("12") == "**"
