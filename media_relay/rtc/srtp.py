"""SRTP and SRTCP (RFC 3711, RFC 7714) by libsrtp, called directly on buffers that are used again and again.

``pylibsrtp.Session`` copies each packet twice and makes two objects for it; here the caller owns buffer and length.
"""

from typing import Any

import pylibsrtp
from pylibsrtp._binding import ffi, lib  # type: ignore[import-not-found]  # compiled, without type information

# Room behind a packet for the tag, the index of SRTCP and a key identifier (SRTP_MAX_SRTCP_TRAILER_LEN).
TRAILER_BYTES = 148
# Packets that come late by a retransmission are still taken when up to so many later ones came before them.
WINDOW = 1024

AEAD_AES_128_GCM = pylibsrtp.Policy.SRTP_PROFILE_AEAD_AES_128_GCM
AEAD_AES_256_GCM = pylibsrtp.Policy.SRTP_PROFILE_AEAD_AES_256_GCM
AES128_CM_SHA1_80 = pylibsrtp.Policy.SRTP_PROFILE_AES128_CM_SHA1_80

# Each takes (handle, buffer, int pointer with the length) and returns 0, having changed buffer and length, or an error.
protect: Any = lib.srtp_protect
unprotect: Any = lib.srtp_unprotect
protect_rtcp: Any = lib.srtp_protect_rtcp
unprotect_rtcp: Any = lib.srtp_unprotect_rtcp


def new_buffer(size: int) -> tuple[Any, memoryview]:
    """Memory for packets: as libsrtp takes it, and as Python does."""
    memory = ffi.new("char[]", size)
    return memory, memoryview(ffi.buffer(memory)).cast("B")


def new_length() -> Any:  # noqa: ANN401 -- cffi's objects have no types
    """An ``int *`` for a packet's length."""
    return ffi.new("int *")


class Keys:
    """One direction of a peer's keys: ``handle`` is what ``protect`` and ``unprotect`` take.

    ``key`` is master key and salt in one. Streams are made by libsrtp at their first authentic packet, so whoever calls
    ``unprotect`` must bound how many different SSRCs it lets through.
    """

    __slots__ = ("_owner", "handle")

    def __init__(self, profile: int, key: bytes, *, inbound: bool) -> None:
        direction = pylibsrtp.Policy.SSRC_ANY_INBOUND if inbound else pylibsrtp.Policy.SSRC_ANY_OUTBOUND
        policy = pylibsrtp.Policy(key=key, ssrc_type=direction, srtp_profile=profile)
        policy.window_size = WINDOW
        owner = ffi.new("srtp_t *")
        # The policy's C structure has no public name; Session takes it the same way.
        status = lib.srtp_create(owner, policy._policy)  # noqa: SLF001
        if status:
            raise pylibsrtp.Error(pylibsrtp.ERRORS[status])
        self._owner = ffi.gc(owner, lambda made: lib.srtp_dealloc(made[0]))
        self.handle: Any = owner[0]
