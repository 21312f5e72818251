"""The local cloud put together: moto with our state, our functions and our resources."""

from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Any

from iac.local.cloud.bodies import BodyStore, keep_bodies_in
from iac.local.cloud.bootstrap import bootstrap, client
from iac.local.cloud.hooks import run_functions, share_clients
from iac.local.cloud.lifecycle import drop_abandoned, note_starts
from iac.local.cloud.mailbox import Mailbox
from iac.local.cloud.middleware import ObjectWrites, Readiness
from iac.local.cloud.server import CloudServer, moto_application
from iac.local.cloud.state import Keeper, StateFile, put_back
from iac.local.runtime.event_source import EventSource
from iac.local.runtime.functions import Functions
from iac.local.runtime.invocation import Outcome
from iac.local.runtime.schedule import Schedule
from iac.local.settings import ANNOUNCEMENTS, CALLBACKS
from neufit.clock import Clock, system_clock
from neufit.settings import StoreSettings
from stepfunctions.functions import QUEUE

EVENT_SOURCES = {QUEUE: "start", CALLBACKS: "callbacks", ANNOUNCEMENTS: "announcing"}
"""Which function works off which queue."""

SCHEDULES = {"announcing": 5}
"""Which function is called every so many seconds; on AWS each minute, which is as often as rules can."""


class LocalCloud:
    """Everything of the cloud process, started and ended together."""

    def __init__(self, settings: StoreSettings, port: int, folder: Path, clock: Clock = system_clock) -> None:
        self._settings = settings
        self._clock = clock
        self._file = StateFile(folder / "state.pickle")
        self._bodies = BodyStore(folder / "objects")
        keep_bodies_in(self._bodies)
        self._functions = Functions()
        run_functions(self._invoke)
        share_clients()
        note_starts(clock)
        self._writes = ObjectWrites(moto_application(), self._changed)
        self._readiness = Readiness(Mailbox(self._writes, settings.region))
        self._server = CloudServer(port=port, application=self._readiness)
        self._keeper = Keeper(
            self._file, self._bodies, settings.region, [self._server.database.lock, self._writes.lock]
        )

    def _changed(self) -> None:
        self._keeper.changed()

    def _invoke(self, name: str, event: Mapping[str, Any]) -> Outcome:
        return self._functions.invoke(name.removeprefix(self._settings.table_prefix), event)

    def start(self) -> None:
        """Serve; make the resources and give them back what they held. Raise UnreadableState."""
        snapshot = self._file.read()
        self._server.start()
        bootstrap(self._settings)
        queue = f"{self._settings.table_prefix}{QUEUE}"
        if snapshot is not None:
            put_back(snapshot, self._settings.region, queue)
            self._bodies.sweep_strays()
        if drop_abandoned(self._clock()):
            self._changed()
        self._keeper.start()
        self._readiness.reached.set()
        sqs = client(self._settings, "sqs")
        for name, function in EVENT_SOURCES.items():
            url = sqs.get_queue_url(QueueName=f"{self._settings.table_prefix}{name}")["QueueUrl"]
            EventSource(sqs, url, partial(self._functions.invoke, function)).start()
        for function, seconds in SCHEDULES.items():
            Schedule(seconds, partial(self._functions.invoke, function)).start()

    def stop(self) -> None:
        """End functions and server; keep what is there."""
        self._keeper.stop()
        self._functions.close()
