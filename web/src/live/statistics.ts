import type { LogClock } from "./clock";

/** What came in on one slot, over the last interval. Bit/s, ms, px; `lost` is a share from 0 to 1. */
export interface SlotStatistics {
  readonly mid: string;
  readonly kind: "audio" | "video";
  readonly bitrate: number;
  readonly fps: number;
  readonly width: number;
  readonly height: number;
  readonly lost: number;
  readonly jitterMs: number;
  /** How long frames or samples wait for those that are late. */
  readonly bufferMs: number;
  /** From 0 to 1; of sound only. */
  readonly level: number;
  /** From the camera to this screen; null when nothing tells when it was taken. */
  readonly latencyMs: number | null;
}

/** What goes out on one layer of our camera. */
export interface LayerStatistics {
  readonly rid: string;
  readonly bitrate: number;
  readonly fps: number;
  readonly width: number;
  readonly height: number;
}

export interface PeerStatistics {
  readonly roundTripMs: number | null;
  readonly slots: ReadonlyMap<string, SlotStatistics>;
  readonly layers: readonly LayerStatistics[];
  /** What holds our camera down: `none`, `bandwidth`, `cpu`, `other`. */
  readonly limitation: string;
}

export const NO_STATISTICS: PeerStatistics = { roundTripMs: null, slots: new Map(), layers: [], limitation: "none" };

/** Entries of an RTCStatsReport, of which each is read only as far as its type is known. */
export type StatisticsEntry = Readonly<Record<string, unknown>>;

interface Counts {
  readonly at: number;
  readonly bytes: number;
  readonly packets: number;
  readonly lost: number;
  readonly delay: number;
  readonly emitted: number;
}

/** NTP counts from 1900, the log from 1970. */
const NTP_EPOCH_MS = 2_208_988_800_000;

/** Makes rates of the counters that browsers keep, from one reading to the next. */
export class StatisticsReader {
  readonly #clock: Pick<LogClock, "now" | "offset">;
  #before = new Map<string, Counts>();

  constructor(clock: Pick<LogClock, "now" | "offset">) {
    this.#clock = clock;
  }

  read(entries: Iterable<StatisticsEntry>): PeerStatistics {
    const counts = new Map<string, Counts>();
    const slots = new Map<string, SlotStatistics>();
    const layers: LayerStatistics[] = [];
    const latencies = new Map<string, number>();
    let roundTripMs: number | null = null;
    let limitation = "none";
    for (const entry of entries) {
      if (entry.type === "inbound-rtp" && typeof entry.mid === "string") {
        const slot = this.#slot(entry, entry.mid, counts);
        slots.set(slot.mid, slot);
      } else if (entry.type === "outbound-rtp" && entry.kind === "video") {
        layers.push(this.#layer(entry, counts));
        const reason = entry.qualityLimitationReason;
        if (typeof reason === "string" && reason !== "none") limitation = reason;
      } else if (entry.type === "capture" && typeof entry.mid === "string") {
        const captured = figure(entry, "capturedAt") - NTP_EPOCH_MS;
        latencies.set(entry.mid, figure(entry, "playedAt") + this.#clock.offset - captured);
      } else if (entry.type === "candidate-pair" && entry.nominated === true && entry.state === "succeeded") {
        if (typeof entry.currentRoundTripTime === "number") roundTripMs = entry.currentRoundTripTime * 1000;
      }
    }
    this.#before = counts;
    for (const [mid, latencyMs] of latencies) {
      const slot = slots.get(mid);
      if (slot !== undefined) slots.set(mid, { ...slot, latencyMs });
    }
    return { roundTripMs, slots, layers, limitation };
  }

  #slot(entry: StatisticsEntry, mid: string, counts: Map<string, Counts>): SlotStatistics {
    const { now, since } = this.#counted(entry, counts, "bytesReceived", "packetsReceived");
    const packets = now.packets - since.packets;
    const lost = Math.max(0, now.lost - since.lost);
    const emitted = now.emitted - since.emitted;
    return {
      mid,
      kind: entry.kind === "audio" ? "audio" : "video",
      bitrate: rate(now, since),
      fps: figure(entry, "framesPerSecond"),
      width: figure(entry, "frameWidth"),
      height: figure(entry, "frameHeight"),
      lost: packets + lost > 0 ? lost / (packets + lost) : 0,
      jitterMs: figure(entry, "jitter") * 1000,
      bufferMs: emitted > 0 ? ((now.delay - since.delay) / emitted) * 1000 : 0,
      level: figure(entry, "audioLevel"),
      latencyMs: this.#latency(entry),
    };
  }

  /** By the sender reports of the relay, which are in the time of the log: for browsers that tell no capture times. */
  #latency(entry: StatisticsEntry): number | null {
    const playing = figure(entry, "estimatedPlayoutTimestamp");
    return playing > NTP_EPOCH_MS ? this.#clock.now() - (playing - NTP_EPOCH_MS) : null;
  }

  #layer(entry: StatisticsEntry, counts: Map<string, Counts>): LayerStatistics {
    const { now, since } = this.#counted(entry, counts, "bytesSent", "packetsSent");
    return {
      rid: typeof entry.rid === "string" ? entry.rid : "",
      bitrate: rate(now, since),
      fps: figure(entry, "framesPerSecond"),
      width: figure(entry, "frameWidth"),
      height: figure(entry, "frameHeight"),
    };
  }

  #counted(entry: StatisticsEntry, counts: Map<string, Counts>, bytes: string, packets: string) {
    const now: Counts = {
      at: figure(entry, "timestamp"),
      bytes: figure(entry, bytes),
      packets: figure(entry, packets),
      lost: figure(entry, "packetsLost"),
      delay: figure(entry, "jitterBufferDelay"),
      emitted: figure(entry, "jitterBufferEmittedCount"),
    };
    const id = String(entry.id);
    counts.set(id, now);
    return { now, since: this.#before.get(id) ?? now };
  }
}

function figure(entry: StatisticsEntry, name: string): number {
  const value = entry[name];
  return typeof value === "number" && Number.isFinite(value) ? value : 0;
}

function rate(now: Counts, since: Counts): number {
  const seconds = (now.at - since.at) / 1000;
  return seconds > 0 ? Math.max(0, ((now.bytes - since.bytes) * 8) / seconds) : 0;
}
