"""Moderators, who are appointed and never signed up."""

import pytest

from neufit.domain.user import Role, User
from neufit.ids import new_id


@pytest.fixture
def appoint(api, services, clock):
    """A function that makes a moderator who is signed in."""

    def make():
        user_id = f"moderator_{new_id(clock())[-8:]}"
        services.users.create(
            User(
                user_id=user_id,
                role=Role.MODERATOR,
                display_name="Mo",
                password_hash=services.passwords.hash("somePASSWORD110"),
                created_at=clock(),
            )
        )
        return api.sign_in(user_id)

    return make


@pytest.fixture
def moderator(appoint):
    """A moderator who is signed in."""
    return appoint()
