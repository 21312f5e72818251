"""When the kernel took a packet in, whatever the process that reads it was busy with meanwhile (Linux)."""

import fcntl
import socket
from contextlib import suppress
from struct import Struct

# Python's socket module doesn't name it.
_SIOCGSTAMPNS = 0x8907
_TIMESPEC = Struct("qq")
_EMPTY = bytes(_TIMESPEC.size)


def begin_stamping(connection: socket.socket) -> None:
    """Let the kernel take notes from now on, which it does once asked for one, though there is none yet."""
    with suppress(FileNotFoundError):
        arrived_at(connection)


def arrived_at(connection: socket.socket) -> int:
    """When the packet that was read last had come, in ns since 1970."""
    seconds, nanoseconds = _TIMESPEC.unpack(fcntl.ioctl(connection, _SIOCGSTAMPNS, _EMPTY))
    return int(seconds * 1_000_000_000 + nanoseconds)
