import { Assembler } from "./assembly";
import type { Progress } from "./acknowledgement";
import { audioType, MediaBuffer, videoType } from "./buffer";
import type { Failure } from "../socket/closing";
import type { Phase } from "../socket/reconnecting";
import { Connection, type ConnectionOptions, type Receiver } from "./connection";
import { ElementView } from "./element";
import { openSource, type OpenedSource, supports } from "./media-source";
import type { Playback, Snapshot, Stats } from "./playback";
import { AUTO, type End, type Piece, type Ready, type Sought, type Switched, type Waiting } from "./protocol";
import { Throughput } from "./throughput";

/** Holes of up to so many seconds are jumped over. */
const HOLE_S = 0.5;
/** A rendition that was chosen shows after so many seconds at the soonest: what plays meanwhile is here already. */
const SWITCH_AFTER_S = 1.5;
/** With this much ahead the relay may rest, so silence means nothing. */
const ENOUGH_S = 15;

const UNPLAYABLE: Failure = {
  code: "unplayable",
  title: "This device can't play this video",
  detail: "Its browser does not decode H.264 video with AAC sound. Try another browser.",
  again: true,
};

export interface PlayerOptions extends ConnectionOptions {
  /** Seconds to begin at. */
  readonly start?: number;
  readonly quality?: string;
}

/** Plays a stored stream: the relay's segments over a WebSocket into Media Source Extensions. */
export class StreamPlayer implements Playback, Receiver {
  readonly #view: ElementView;
  readonly #connection: Connection;
  readonly #assembler = new Assembler();
  readonly #throughput = new Throughput();
  readonly #aborter = new AbortController();
  #source: OpenedSource | null = null;
  #buffer: MediaBuffer | null = null;
  #stream: Ready | null = null;
  #quality: string;
  /** Where to begin, until the element can take it. */
  #target: number | null;
  /** The first segment that the relay hasn't sent; what it sends from before that replaces a smaller picture. */
  #cursor = 0;
  #rebuilt = false;

  constructor(video: HTMLVideoElement, options: PlayerOptions) {
    this.#view = new ElementView(video);
    this.#connection = new Connection(this, options);
    this.#quality = options.quality ?? AUTO;
    this.#target = options.start ?? 0;
    this.#view.update({ quality: this.#quality, position: this.#target });
    this.#view.on("seeking", () => {
      this.#align();
    });
    this.#view.on("waiting", () => {
      this.#jump();
      this.#align();
    });
    this.#view.on("timeupdate", () => {
      this.#buffer?.tidy();
      this.#show();
    });
    for (const type of ["play", "pause"] as const) {
      this.#view.on(type, () => {
        this.#connection.acknowledge();
      });
    }
    this.#view.on("loadedmetadata", () => {
      if (this.#target !== null && this.#target > 0) video.currentTime = this.#target;
      this.#target = null;
    });
    this.#view.on("playing", () => {
      this.#rebuilt = false;
    });
    this.#view.on("error", () => {
      this.#broken();
    });
    const { signal } = this.#aborter;
    window.addEventListener(
      "online",
      () => {
        if (this.#view.snapshot().reconnecting) this.#connection.connect();
      },
      { signal },
    );
    window.addEventListener(
      "offline",
      () => {
        this.#connection.interrupt();
      },
      { signal },
    );
    this.#open();
  }

  // -- Playback ---------------------------------------------------------------------------------------------------

  snapshot = (): Snapshot => this.#view.snapshot();

  subscribe = (listener: () => void): (() => void) => this.#view.subscribe(listener);

  stats(): Stats {
    return {
      rendition: this.#view.snapshot().rendition,
      ...this.#view.frames(),
      ahead: this.#buffer?.ahead(this.#position()) ?? 0,
      throughput: this.#throughput.rate,
      received: this.#throughput.total,
    };
  }

  play(): void {
    void this.#view.play();
  }

  pause(): void {
    this.#view.pause();
  }

  seek(position: number): void {
    if (this.#target !== null) {
      this.#target = this.#view.within(position);
      this.#view.update({ position: this.#target });
      this.#align();
    } else this.#view.seek(position);
  }

  setQuality(name: string): void {
    if (this.#quality === name) return;
    this.#quality = name;
    this.#view.update({ quality: name });
    this.#connection.choose(name);
    if (name !== AUTO) this.#refill(name);
  }

  setRate(rate: number): void {
    this.#view.setRate(rate);
  }

  setVolume(volume: number): void {
    this.#view.setVolume(volume);
  }

  setMuted(muted: boolean): void {
    this.#view.setMuted(muted);
  }

  retry(): void {
    if (this.#view.snapshot().failure === null) {
      this.#connection.connect();
      return;
    }
    this.#view.update({ failure: null });
    this.#open();
  }

  destroy(): void {
    this.#aborter.abort();
    this.#connection.close();
    this.#source?.release();
    this.#view.destroy();
  }

  // -- Receiver ---------------------------------------------------------------------------------------------------

  begin(): { position: number; rendition: string; throughput?: number } {
    const throughput = this.#throughput.lately(performance.now());
    const wish = { rendition: this.#quality, ...(throughput === null ? {} : { throughput }) };
    const stream = this.#stream;
    const position = this.#position();
    if (this.#buffer === null || stream === null) return { position: position * 1000, ...wish };
    const needed = this.#buffer.needed(position);
    return { position: needed === null ? stream.runtimeMs : this.#startMs(needed), ...wish };
  }

  progress(): Progress {
    const position = this.#position();
    return { buffered: (this.#buffer?.ahead(position) ?? 0) * 1000, paused: this.#view.video.paused };
  }

  hungry(): boolean {
    if (this.#buffer === null) return true;
    const position = this.#position();
    const resting = this.#view.snapshot().preparing || this.#buffer.needed(position) === null;
    return !resting && this.#buffer.ahead(position) < ENOUGH_S;
  }

  ready(stream: Ready): void {
    const before = this.#stream;
    this.#stream = stream;
    this.#assembler.reset();
    this.#cursor = Math.round(stream.position / stream.segmentMs);
    this.#view.update({
      renditions: stream.video,
      complete: stream.complete,
      duration: stream.runtimeMs / 1000,
      preparing: false,
    });
    if (before !== null && this.#buffer !== null && !alike(before, stream)) {
      // The instructor has replaced the video: what is here belongs to the old one.
      this.#connection.close();
      this.#open();
      return;
    }
    this.#fill(stream);
    this.#align();
  }

  told(message: Sought | Switched | Waiting | End): void {
    switch (message.type) {
      case "sought":
        this.#cursor = message.segment;
        break;
      case "switched":
        // Pieces of that segment in another rendition are void.
        if (message.segment <= this.#cursor) this.#assembler.reset();
        break;
      case "waiting":
        this.#view.update({ preparing: true, complete: false });
        break;
      case "end":
        this.#buffer?.finalize();
        this.#view.update({ complete: true, preparing: false });
        break;
    }
  }

  piece(piece: Piece): void {
    this.#throughput.add(piece.payload.length, performance.now());
    if (piece.track > (this.#stream?.video.length ?? 0)) return;
    if (this.#view.snapshot().preparing) this.#view.update({ preparing: false });
    const segment = this.#assembler.take(piece);
    if (segment === null) return;
    if (!segment.initialization && segment.track > 0) {
      // A better picture that comes after its moment would only disturb the one that shows.
      if (segment.number < this.#cursor && segment.number <= (this.#buffer?.segmentAt(this.#position()) ?? -1)) return;
      this.#cursor = Math.max(this.#cursor, segment.number + 1);
    }
    this.#buffer?.append(segment);
  }

  phase(phase: Phase, failure: Failure | null): void {
    this.#view.update({ reconnecting: phase === "reconnecting" || (phase === "connecting" && this.#buffer !== null) });
    if (failure !== null) this.#fail(failure);
  }

  // ---------------------------------------------------------------------------------------------------------------

  #open(): void {
    this.#target ??= this.#view.video.currentTime;
    this.#buffer = null;
    this.#stream = null;
    this.#source?.release();
    this.#view.restart();
    this.#source = openSource(this.#view.video, () => {
      if (this.#stream !== null) this.#fill(this.#stream);
    });
    this.#connection.connect();
  }

  /** Lay the buffer out, once both the media source is open and the stream is known. */
  #fill(stream: Ready): void {
    const source = this.#source;
    if (this.#buffer !== null || source?.opened !== true) return;
    const types = [...stream.video.map((_, i) => videoType(stream, i + 1))];
    if (stream.audioCodecs !== null) types.push(audioType(stream.audioCodecs));
    if (!types.every(supports)) {
      this.#connection.close();
      this.#fail(UNPLAYABLE);
      return;
    }
    this.#buffer = new MediaBuffer(source.source, stream, {
      playhead: () => this.#position(),
      changed: () => {
        this.#jump();
        this.#show();
      },
    });
  }

  /** Make sure that the relay sends what the playhead needs next, and tell it how much is here. */
  #align(): void {
    if (this.#buffer === null) return;
    const needed = this.#buffer.needed(this.#position());
    if (needed === null || needed === this.#cursor) this.#connection.acknowledge();
    else this.#redirect(needed);
  }

  #redirect(segment: number): void {
    this.#buffer?.redirect();
    this.#assembler.reset();
    this.#cursor = segment;
    this.#view.update({ preparing: false });
    this.#connection.seek(this.#startMs(segment));
  }

  /** Replace what is ahead by the rendition that was chosen, but not what shows within a moment. */
  #refill(name: string): void {
    const buffer = this.#buffer;
    const stream = this.#stream;
    if (buffer === null || stream === null) return;
    const reach = buffer.reach(this.#position());
    const place = stream.video.findIndex((track) => track.name === name) + 1;
    const first = buffer.segmentAt(this.#position() + SWITCH_AFTER_S) + 1;
    if (reach === null || place === 0 || buffer.start(first) >= reach) return;
    buffer.discardFrom(buffer.start(first));
    this.#redirect(first);
  }

  /** Jump over a hole that the playhead stands in. */
  #jump(): void {
    const { video } = this.#view;
    if (this.#buffer === null || this.#target !== null || video.readyState >= HTMLMediaElement.HAVE_FUTURE_DATA) return;
    const start = this.#buffer.hole(video.currentTime, HOLE_S);
    if (start !== null) video.currentTime = start;
  }

  #show(): void {
    const place = this.#buffer?.renditionAt(this.#position()) ?? null;
    const rendition = place === null ? null : (this.#stream?.video[place - 1]?.name ?? null);
    if (rendition !== this.#view.snapshot().rendition) this.#view.update({ rendition });
  }

  #position(): number {
    return this.#target ?? this.#view.video.currentTime;
  }

  /** A moment (ms) that lies in a segment for certain: its start, rounded up. */
  #startMs(segment: number): number {
    return Math.ceil(segment * (this.#stream?.segmentMs ?? 0));
  }

  /** The element can't go on. A fresh source mends what a damaged buffer broke; the second time in a row it's the video. */
  #broken(): void {
    this.#connection.close();
    if (this.#rebuilt) this.#fail(UNPLAYABLE);
    else {
      this.#rebuilt = true;
      const playing = !this.#view.video.paused;
      this.#open();
      if (playing) this.play();
    }
  }

  #fail(failure: Failure): void {
    this.#view.video.pause();
    this.#view.update({ failure, reconnecting: false });
  }
}

/** Whether media of two streams can lie in one buffer. */
function alike(one: Ready, other: Ready): boolean {
  const shape = (stream: Ready) =>
    JSON.stringify([stream.runtimeMs, stream.segmentMs, stream.segments, stream.audioCodecs, stream.video]);
  return shape(one) === shape(other);
}
