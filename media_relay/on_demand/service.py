"""Stored streams for whoever comes with a ticket."""

import asyncio
from contextlib import aclosing

from media_relay.metrics import Metrics
from media_relay.on_demand.publication import Library
from media_relay.on_demand.stream import Stream
from media_relay.on_demand.viewing import Viewing
from media_relay.signalling.admission import Admission, Seat
from media_relay.signalling.edge import first_message
from media_relay.signalling.socket import Socket
from neufit.contracts.on_demand import CLIENT_MESSAGE, Hello
from neufit.contracts.tickets import OnDemandTicket
from neufit.domain.errors import Invalid


class OnDemand:
    """The conversation of a stored stream: hello with a ticket, then media."""

    def __init__(self, admission: Admission, library: Library, metrics: Metrics, *, hello_seconds: float) -> None:
        self._admission = admission
        self._library = library
        self._metrics = metrics
        self._hello_seconds = hello_seconds

    async def converse(self, socket: Socket, seat: Seat) -> None:
        """Serve one connection. Raise a domain error that closes it."""
        async with aclosing(socket.messages(CLIENT_MESSAGE)) as messages:
            hello = await first_message(messages, self._hello_seconds)
            if hello is None:
                return
            if not isinstance(hello, Hello):
                raise Invalid("The first message must be hello.")
            ticket = self._admission.introduce(seat, hello.ticket, OnDemandTicket)
            publication = self._library.publication(ticket.media_id, ticket.plan)
            stream = Stream(await publication.manifest(), hello, asyncio.get_running_loop().time())
            self._metrics.add("streams_total")
            await Viewing(socket, publication, stream, self._metrics).run(messages)
