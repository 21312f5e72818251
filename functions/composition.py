"""The composition root of the API: the one place where settings, stores and clock are put together."""

import hashlib
from dataclasses import dataclass
from functools import cache

from neufit.clock import Clock, system_clock
from neufit.settings import ApiSettings
from neufit.signing import PemSigner, Signer
from neufit.stores.media import MediaStore
from neufit.stores.objects import ObjectStore, s3_client
from neufit.stores.sessions import SessionStore
from neufit.stores.tables import Cursors, connect
from neufit.stores.users import UserStore


@dataclass(frozen=True)
class Services:
    """What views hand to use cases."""

    settings: ApiSettings
    clock: Clock
    signer: Signer
    cursors: Cursors
    users: UserStore
    sessions: SessionStore
    media: MediaStore
    objects: ObjectStore


def compose(settings: ApiSettings, clock: Clock = system_clock) -> Services:
    """Put the services together for one process."""
    connect(settings)
    return Services(
        settings=settings,
        clock=clock,
        signer=PemSigner(settings.signing_key),
        cursors=Cursors(hashlib.sha256(b"cursors" + settings.signing_key.encode()).digest()),
        users=UserStore(),
        sessions=SessionStore(),
        media=MediaStore(),
        objects=ObjectStore(s3_client(settings), settings.media_bucket, s3_client(settings, public=True)),
    )


@cache
def services() -> Services:
    """The services of this process, made from the environment at first use."""
    return compose(ApiSettings.from_environment())
