import { Acknowledger, type Progress } from "./acknowledgement";
import { backoff, type Failure, reactionTo } from "./closing";
import {
  type ClientMessage,
  decode,
  decodePiece,
  encode,
  type End,
  type Piece,
  ProtocolError,
  type Ready,
  type Sought,
  type Switched,
  type Waiting,
} from "./protocol";

/** What POST /media/stream grants. */
export interface Grant {
  readonly websocketUrl: string;
  readonly ticket: string;
  readonly family: string;
}

/** The API will not grant a ticket, and asking again won't change that. */
export class Refusal extends Error {
  override name = "Refusal";
  readonly failure: Failure;

  constructor(failure: Failure) {
    super(failure.detail);
    this.failure = failure;
  }
}

/** The part of a WebSocket that we use. */
export interface Socket {
  binaryType: BinaryType;
  onopen: ((event: Event) => void) | null;
  onmessage: ((event: MessageEvent) => void) | null;
  onclose: ((event: CloseEvent) => void) | null;
  send(text: string): void;
  close(code?: number): void;
}

export type Phase = "connecting" | "open" | "reconnecting" | "closed";

/** Who the media is for. Positions in ms. */
export interface Receiver {
  /** From where, and in which rendition, a new connection shall begin, and what the last one measured (bit/s). */
  begin(): { position: number; rendition: string; throughput?: number };
  progress(): Progress;
  /** Whether media should be coming in: silence is then a sign of a dead network. */
  hungry(): boolean;
  ready(ready: Ready): void;
  told(message: Sought | Switched | Waiting | End): void;
  piece(piece: Piece): void;
  phase(phase: Phase, failure: Failure | null): void;
}

export interface ConnectionOptions {
  /** Ask the API for a ticket, of the same family from the second on. Throws Refusal when there is no point in asking again. */
  readonly grant: (family: string | null, signal: AbortSignal) => Promise<Grant>;
  readonly open?: (url: string) => Socket;
  readonly chance?: () => number;
}

const GREETING_MS = 10_000;
const SILENCE_MS = 12_000;
const WATCH_MS = 1000;
const SEEK_EVERY_MS = 100;

/**
 * A stored stream's connection to the relay that outlives its sockets.
 *
 * Every socket begins with a new ticket of one family and with `hello` from where the player stands. When it is lost
 * the next one follows, with growing pauses, until `close` or until the relay or the API says that there is no use.
 * Pieces and messages of epochs before the last seek are counted and dropped here; the receiver never sees them.
 */
export class Connection {
  readonly #receiver: Receiver;
  readonly #grant: ConnectionOptions["grant"];
  readonly #open: (url: string) => Socket;
  readonly #chance: () => number;
  #link: Link | null = null;
  #asking: AbortController | null = null;
  #timer: ReturnType<typeof setTimeout> | null = null;
  #family: string | null = null;
  #attempt = 0;
  #sameCode = { code: 0, times: 0 };
  #closed = true;

  constructor(receiver: Receiver, options: ConnectionOptions) {
    this.#receiver = receiver;
    this.#grant = options.grant;
    this.#open = options.open ?? ((url) => new WebSocket(url));
    this.#chance = options.chance ?? Math.random;
  }

  /** Connect; or, while waiting for the next try, try now. */
  connect(): void {
    if (this.#link !== null || this.#asking !== null) return;
    if (this.#closed) {
      this.#closed = false;
      this.#attempt = 0;
      this.#sameCode = { code: 0, times: 0 };
      this.#receiver.phase("connecting", null);
    }
    this.#clearTimer();
    void this.#ask();
  }

  /** Ask for media from another moment. Whatever comes of earlier moments from now on is dropped. */
  seek(position: number): void {
    this.#link?.seek(position);
  }

  /** The receiver wants another rendition than it said in `begin`. */
  choose(rendition: string): void {
    this.#link?.choose(rendition);
  }

  /** Tell the relay where the player stands, at once. */
  acknowledge(): void {
    this.#link?.acknowledge();
  }

  /** The network went away: don't wait for the socket to notice. */
  interrupt(): void {
    if (this.#link !== null) this.#lost(this.#link, 1006);
  }

  close(): void {
    this.#end(null);
  }

  async #ask(): Promise<void> {
    const asking = new AbortController();
    this.#asking = asking;
    try {
      const grant = await this.#grant(this.#family, asking.signal);
      if (this.#asking !== asking) return;
      this.#asking = null;
      this.#family = grant.family;
      this.#dial(grant);
    } catch (error) {
      if (this.#asking !== asking) return;
      this.#asking = null;
      if (error instanceof Refusal) this.#end(error.failure);
      else this.#later(false);
    }
  }

  #dial(grant: Grant): void {
    const socket = this.#open(grant.websocketUrl);
    const link = new Link(socket, grant.ticket, this.#receiver, {
      ready: () => {
        this.#receiver.phase("open", null);
      },
      media: () => {
        this.#attempt = 0;
        this.#sameCode = { code: 0, times: 0 };
      },
      lost: (code) => {
        this.#lost(link, code);
      },
    });
    this.#link = link;
  }

  #lost(link: Link, code: number): void {
    if (this.#link !== link) return;
    this.#link = null;
    link.drop();
    const reaction = reactionTo(code);
    this.#sameCode = { code, times: this.#sameCode.code === code ? this.#sameCode.times + 1 : 1 };
    if (reaction.act === "give-up") this.#end(reaction.failure);
    else if (reaction.act === "limited" && this.#sameCode.times > reaction.tries) this.#end(reaction.failure);
    else this.#later(reaction.act === "at-once" && this.#attempt === 0);
  }

  #later(atOnce: boolean): void {
    this.#attempt += 1;
    this.#receiver.phase("reconnecting", null);
    this.#timer = setTimeout(
      () => {
        this.#timer = null;
        void this.#ask();
      },
      atOnce ? 0 : backoff(this.#attempt, this.#chance()),
    );
  }

  #end(failure: Failure | null): void {
    this.#clearTimer();
    this.#asking?.abort();
    this.#asking = null;
    this.#link?.drop();
    this.#link = null;
    if (this.#closed) return;
    this.#closed = true;
    this.#receiver.phase("closed", failure);
  }

  #clearTimer(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
  }
}

interface Fate {
  ready(): void;
  media(): void;
  lost(code: number): void;
}

/** One socket, from its ticket to its end. */
class Link {
  readonly #socket: Socket;
  readonly #receiver: Receiver;
  readonly #fate: Fate;
  readonly #watch: ReturnType<typeof setInterval>;
  #acks: Acknowledger | null = null;
  #heard = performance.now();
  #epoch = 0;
  #applied = 0;
  #rendition = "";
  #seek: { position: number; timer: ReturnType<typeof setTimeout> } | null = null;
  #seekAt = -Infinity;

  constructor(socket: Socket, ticket: string, receiver: Receiver, fate: Fate) {
    this.#socket = socket;
    this.#receiver = receiver;
    this.#fate = fate;
    socket.binaryType = "arraybuffer";
    socket.onopen = () => {
      const begin = receiver.begin();
      this.#rendition = begin.rendition;
      this.#say({ type: "hello", ticket, ...begin, buffered: receiver.progress().buffered });
    };
    socket.onmessage = (event: MessageEvent<string | ArrayBuffer>) => {
      this.#heard = performance.now();
      try {
        if (typeof event.data === "string") this.#text(event.data);
        else this.#binary(event.data);
      } catch (error) {
        if (!(error instanceof ProtocolError)) throw error;
        // What breaks the protocol can't be played on; the reaction to 4400 tells the viewer.
        this.#fate.lost(4400);
      }
    };
    socket.onclose = (event) => {
      this.#fate.lost(event.code);
    };
    this.#watch = setInterval(() => {
      this.#listen();
    }, WATCH_MS);
  }

  choose(rendition: string): void {
    // Before `ready` nothing but `hello` may be said; what was chosen meanwhile follows it.
    if (this.#acks === null || this.#rendition === rendition) return;
    this.#rendition = rendition;
    this.#say({ type: "quality", rendition });
  }

  acknowledge(): void {
    this.#acks?.now();
  }

  seek(position: number): void {
    if (this.#acks === null) return; // `hello` will say from where
    this.#epoch += 1;
    if (this.#seek !== null) {
      this.#seek.position = position;
      return;
    }
    // A held arrow key asks thirty times a second: the last one of a moment is sent.
    const wait = Math.max(0, this.#seekAt + SEEK_EVERY_MS - performance.now());
    if (wait === 0) this.#sendSeek(position);
    else {
      const timer = setTimeout(() => {
        if (this.#seek !== null) this.#sendSeek(this.#seek.position);
      }, wait);
      this.#seek = { position, timer };
    }
  }

  /** Let go of the socket; nothing is heard of it any more. */
  drop(): void {
    clearInterval(this.#watch);
    if (this.#seek !== null) clearTimeout(this.#seek.timer);
    this.#seek = null;
    this.#acks?.stop();
    this.#acks = null;
    this.#socket.onopen = this.#socket.onmessage = this.#socket.onclose = null;
    this.#socket.close(1000);
  }

  #say(message: ClientMessage): void {
    this.#socket.send(encode(message));
  }

  #sendSeek(position: number): void {
    this.#seek = null;
    this.#seekAt = performance.now();
    this.#say({ type: "seek", position, epoch: this.#epoch });
    this.#acks?.now();
  }

  #text(text: string): void {
    const message = decode(text);
    if (message === null) return;
    if (message.type === "ready") {
      this.#acks = new Acknowledger(
        () => this.#receiver.progress(),
        (ack) => {
          this.#say(ack);
        },
      );
      this.#receiver.ready(message);
      this.#fate.ready();
      this.choose(this.#receiver.begin().rendition);
      this.acknowledge();
      return;
    }
    if (message.type === "sought") this.#applied = message.epoch;
    // `switched` and `waiting` name no epoch; until the last seek is applied they speak of an older one.
    if (this.#applied === this.#epoch) this.#receiver.told(message);
  }

  #binary(frame: ArrayBuffer): void {
    const piece = decodePiece(frame);
    if (piece.epoch === this.#epoch) this.#receiver.piece(piece);
    // Only now: `buffered` of this ack shall count what this piece completed.
    this.#acks?.took(piece.payload.length);
    this.#fate.media();
  }

  #listen(): void {
    const silent = performance.now() - this.#heard;
    const limit = this.#acks === null ? GREETING_MS : SILENCE_MS;
    if (this.#acks !== null && !this.#receiver.hungry()) this.#heard = performance.now();
    else if (silent > limit) this.#fate.lost(1006);
  }
}
