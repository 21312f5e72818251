"""Passwords: how they are hashed, and which may be set."""

import pytest
from argon2 import extract_parameters
from argon2.low_level import Type
from pydantic import TypeAdapter, ValidationError

from neufit.domain.user import NewPassword
from neufit.passwords import Passwords

NEW = TypeAdapter(NewPassword)


def test_the_cost_of_a_hash():
    """argon2id, 19 MiB, two passes, one lane."""
    made = extract_parameters(Passwords().hash("somePASSWORD110"))
    assert (made.type, made.memory_cost, made.time_cost, made.parallelism) == (Type.ID, 19 * 1024, 2, 1)


def test_only_the_password_opens():
    """The right one is taken, any other and nobody's is not; hashes of one password differ."""
    passwords = Passwords()
    kept = passwords.hash("somePASSWORD110")
    assert kept != passwords.hash("somePASSWORD110")
    assert passwords.check(kept, "somePASSWORD110")
    assert not passwords.check(kept, "somePASSWORD111")
    assert not passwords.check(None, "somePASSWORD110")
    assert not passwords.check("", "")
    assert not passwords.check("not a hash", "somePASSWORD110")


def test_two_keyboards_type_the_same_password():
    """A letter with its accent apart is the same letter (NFC)."""
    passwords = Passwords()
    assert passwords.check(passwords.hash("pässwörter"), "pa\u0308sswo\u0308rter")


def test_nobody_costs_as_much_as_somebody():
    """The check against nobody runs over a hash of the very same parameters."""
    passwords = Passwords()
    assert extract_parameters(passwords._nobody) == extract_parameters(passwords.hash("somePASSWORD110"))


@pytest.mark.parametrize(
    "text", ["short", "x" * 129, "aaaaaaaa", " leading space", "trailing space ", "with\x00nul in it"]
)
def test_passwords_that_can_not_be_set(text):
    """Too short, too long, one letter over and over, lost spaces, control characters."""
    with pytest.raises(ValidationError):
        NEW.validate_python(text)


@pytest.mark.parametrize(
    "text", ["correct horse battery staple", "пароль без правил", "🏋️‍♀️🧘‍♂️🚴‍♀️ strong", "12345678 is allowed"]
)
def test_passwords_in_any_script(text):
    """No rules about mixtures, any script."""
    assert NEW.validate_python(text) == text
