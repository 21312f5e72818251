import fc from "fast-check";
import { expect, test } from "vitest";
import { LogClock } from "./clock";

/** A device whose clock differs from the log's by `skew` ms: log time = device time + skew. */
class Device {
  time = 1_700_000_000_000;
  skew: number;
  readonly clock: LogClock;

  constructor(skew: number) {
    this.skew = skew;
    this.clock = new LogClock(() => this.time);
  }

  ping(there: number, back: number, thinking = 0): void {
    const sent = this.clock.device();
    const received = sent + there + this.skew;
    this.time += there + thinking + back;
    this.clock.exchange(sent, received, received + thinking);
  }

  get error(): number {
    return this.clock.now() - (this.time + this.skew);
  }
}

const delay = fc.double({ min: 0, max: 900, noNaN: true });
const skew = fc.double({ min: -86_400_000, max: 86_400_000, noNaN: true });

test("fast clocks and slow clocks are corrected to within half of the smallest round trip", () => {
  fc.assert(
    fc.property(skew, fc.array(fc.tuple(delay, delay, delay), { minLength: 1, maxLength: 8 }), (by, trips) => {
      const device = new Device(by);
      for (const [there, back, thinking] of trips) device.ping(there, back, thinking);
      const best = Math.min(...trips.map(([there, back]) => there + back));
      expect(Math.abs(device.error)).toBeLessThanOrEqual(best / 2 + 0.01);
    }),
  );
});

test("two people whose clocks are five minutes apart, one fast and one slow, read the same time", () => {
  const [fast, slow] = [new Device(-150_000), new Device(150_000)];
  fast.time = slow.time + 300_000; // the same moment
  fast.ping(20, 20);
  slow.ping(20, 20);
  expect(fast.clock.now()).toBeCloseTo(slow.clock.now(), 6);
  expect([fast.clock.offset, slow.clock.offset]).toEqual([-150_000, 150_000]);
});

test("an exchange that took long changes nothing while a short one is among the last eight, and the ninth drops it", () => {
  const device = new Device(5000);
  device.ping(10, 10);
  for (let i = 0; i < 7; i += 1) device.ping(400, 100);
  expect(device.clock.offset).toBeCloseTo(5000, 6);
  device.ping(400, 100);
  expect(device.clock.offset).toBeCloseTo(5150, 6);
  expect(device.clock.roundTrip).toBeCloseTo(500, 6);
});

test("after the device's clock was set, the first exchange counts and those of before are forgotten", () => {
  const device = new Device(0);
  for (let i = 0; i < 8; i += 1) device.ping(5, 5);
  device.time += 60_000;
  device.skew -= 60_000;
  device.ping(50, 50);
  expect(device.clock.offset).toBeCloseTo(-60_000, 6);
});

test("before the first exchange the time that was heard is the time, and a negative round trip is no exchange", () => {
  const device = new Device(-3000);
  device.clock.hear(device.time - 3000 - 40);
  expect(device.clock.now()).toBeCloseTo(device.time - 3040, 6);
  device.clock.exchange(device.time + 10, device.time, device.time);
  expect(device.clock.roundTrip).toBeNull();
});
