"""Simulated networks between the relay and a viewer: a rate, a queue, a round trip, random loss, a busy device."""

import random

from media_relay.rtc.policy.bandwidth import BandwidthEstimator

PACKET = 1200
FRAME = 1 / 30


class Path:
    """A bottleneck with a queue. The relay sends at the estimate, or at what it has to send, whichever is less."""

    def __init__(self, rate: float, *, loss: float = 0.0, jitter: float = 0.0, delay: float = 0.02) -> None:
        self.rate, self.loss, self.jitter, self.delay = rate, loss, jitter, delay
        self.wanted = 2_500_000.0
        self.estimator = BandwidthEstimator()
        self.now = 100.0
        self.free = 0.0
        self.chance = random.Random(7)  # noqa: S311 -- a simulation
        self.pending: list[tuple[float, float, int | None]] = []
        self.told = 100.0
        self.probed = self.before = 0.0
        self.pause = 1.0
        self.debt = 0.0
        self.worst_queue = 0.0

    def send(self, octets: int) -> None:
        start = max(self.now, self.free)
        self.worst_queue = max(self.worst_queue, start - self.now)
        lost = start - self.now > 0.5 or self.chance.random() < self.loss
        if not lost:
            self.free = start + 8 * octets / self.rate
        arrival = self.free + self.delay + self.chance.random() * self.jitter
        self.pending.append((self.now, arrival, None if lost else int(arrival * 4000)))

    def sending(self) -> float:
        """What is sent from now on."""
        return min(self.wanted, self.estimator.bitrate)

    def run(self, seconds: float) -> None:
        """Frames of 30 a second, feedback every 100 ms, a probe while more is wanted, rarer when none helps."""
        end = self.now + seconds
        while self.now < end:
            rate = self.sending()
            self.debt += rate * FRAME / 8
            while self.debt >= PACKET:
                self.debt -= PACKET
                self.send(PACKET)
            more = self.wanted > self.estimator.bitrate and not self.estimator.probing(self.now)
            if more and self.now - self.probed > self.pause:
                gained = self.estimator.bitrate > 1.1 * self.before
                self.pause = 1.0 if gained else min(30.0, 2 * self.pause)
                self.probed, self.before = self.now, self.estimator.bitrate
                self.estimator.probe(self.now, self.now + 0.1)
            if self.now - self.probed < 0.1:
                self.debt += (2 * self.estimator.bitrate - rate) * FRAME / 8
            if self.now - self.told >= 0.1:
                self.told = self.now
                ready = [entry for entry in self.pending if entry[1] + self.delay <= self.now]
                self.pending = [entry for entry in self.pending if entry[1] + self.delay > self.now]
                if ready:
                    self.estimator.feedback(
                        ([sent for sent, _, _ in ready], [PACKET] * len(ready)),
                        [ticks for _, _, ticks in ready],
                        2 * self.delay,
                        self.now,
                    )
            self.now += FRAME


class BusyReceiver(Path):
    """A device that looks at its socket only now and then: what came meanwhile seems to have come together.

    It is busy for up to ``stall`` seconds, ``every`` so many on average.
    """

    def __init__(self, rate: float, stall: float, every: float, *, loss: float = 0.05) -> None:
        super().__init__(rate, loss=loss, delay=0.04)
        self.stall, self.every = stall, every
        self.begin = self.end = self.now

    def send(self, octets: int) -> None:
        super().send(octets)
        sent, arrival, ticks = self.pending[-1]
        while self.end < arrival:
            self.begin = self.end + self.chance.expovariate(1 / self.every)
            self.end = self.begin + self.chance.uniform(0, self.stall)
        if ticks is not None and self.begin <= arrival:
            self.pending[-1] = sent, self.end, int(self.end * 4000)
