"""Packets of a frame that leave one after the other."""

import asyncio

from rtc_client.pacing import Pacer


def frame(name, count):
    return ((f"{name}{number}".encode() * 50, number == count - 1) for number in range(count))


async def test_frames_leave_in_order_and_not_at_once():
    """A frame that is added while another is still on its way follows it whole, with its own timestamp."""
    sent, done = [], asyncio.Event()

    def send(payload, timestamp, last):
        sent.append((payload[:2].decode(), timestamp, last))
        if len(sent) == 6:
            done.set()

    pacer = Pacer(send, pace=400_000.0)
    pacer.add(frame("a", 4), 1)
    pacer.add(frame("b", 2), 2)
    assert sent == [("a0", 1, False)]
    async with asyncio.timeout(20):
        await done.wait()
    assert [name for name, _, _ in sent] == ["a0", "a1", "a2", "a3", "b0", "b1"]
    assert [timestamp for _, timestamp, _ in sent] == [1, 1, 1, 1, 2, 2]
    assert [last for _, _, last in sent] == [False, False, False, True, False, True]
