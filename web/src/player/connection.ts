import type { Failure } from "../socket/closing";
import { type Fate, type Link as Conversation, type Phase, Reconnecting } from "../socket/reconnecting";
import { type Socket, Wire } from "../socket/wire";
import { Acknowledger, type Progress } from "./acknowledgement";
import { PAUSES, reactionTo } from "./closing";
import {
  type ClientMessage,
  decode,
  decodePiece,
  encode,
  type End,
  type Piece,
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
const SEEK_EVERY_MS = 100;

/**
 * A stored stream's connection to the relay that outlives its sockets.
 *
 * Every socket begins with a new ticket of one family and with `hello` from where the player stands. Pieces and
 * messages of epochs before the last seek are counted and dropped here; the receiver never sees them.
 */
export class Connection {
  readonly #connection: Reconnecting<Grant, Link>;
  #family: string | null = null;

  constructor(receiver: Receiver, { grant, open = (url) => new WebSocket(url), chance }: ConnectionOptions) {
    this.#connection = new Reconnecting<Grant, Link>({
      grant: (signal) => grant(this.#family, signal),
      dial: ({ websocketUrl, ticket, family }, _attempt, fate) => {
        this.#family = family;
        return new Link(open(websocketUrl), ticket, receiver, fate);
      },
      reactionTo,
      pauses: PAUSES,
      phase: (phase, failure) => {
        receiver.phase(phase, failure);
      },
      chance,
    });
  }

  /** Connect; or, while waiting for the next try, try now. */
  connect(): void {
    this.#connection.connect();
  }

  /** Ask for media from another moment. Whatever comes of earlier moments from now on is dropped. */
  seek(position: number): void {
    this.#connection.link?.seek(position);
  }

  /** The receiver wants another rendition than it said in `begin`. */
  choose(rendition: string): void {
    this.#connection.link?.choose(rendition);
  }

  /** Tell the relay where the player stands, at once. */
  acknowledge(): void {
    this.#connection.link?.acknowledge();
  }

  /** The network went away: don't wait for the socket to notice. */
  interrupt(): void {
    this.#connection.interrupt();
  }

  close(): void {
    this.#connection.close();
  }
}

/** One socket, from its ticket to its end. */
class Link implements Conversation {
  readonly #wire: Wire;
  readonly #receiver: Receiver;
  readonly #fate: Fate;
  #acks: Acknowledger | null = null;
  #epoch = 0;
  #applied = 0;
  #rendition = "";
  #seek: { position: number; timer: ReturnType<typeof setTimeout> } | null = null;
  #seekAt = -Infinity;

  constructor(socket: Socket, ticket: string, receiver: Receiver, fate: Fate) {
    this.#receiver = receiver;
    this.#fate = fate;
    this.#wire = new Wire(socket, {
      opened: () => {
        const begin = receiver.begin();
        this.#rendition = begin.rendition;
        this.#say({ type: "hello", ticket, ...begin, buffered: receiver.progress().buffered });
      },
      frame: (data) => {
        if (typeof data === "string") this.#text(data);
        else this.#binary(data);
      },
      patience: () => {
        if (this.#acks === null) return GREETING_MS;
        return receiver.hungry() ? SILENCE_MS : null;
      },
      lost: (code) => {
        fate.lost(code);
      },
    });
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

  drop(): void {
    if (this.#seek !== null) clearTimeout(this.#seek.timer);
    this.#seek = null;
    this.#acks?.stop();
    this.#acks = null;
    this.#wire.drop(1000);
  }

  #say(message: ClientMessage): void {
    this.#wire.send(encode(message));
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
      this.#fate.open();
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
    this.#fate.proven();
  }
}
