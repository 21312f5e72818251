import type { Socket } from "../player/connection";
import type { LogClock } from "./clock";
import type { Failure } from "./closing";
import type { CommandLedger } from "./commands";
import { ProtocolError } from "./fields";
import {
  type ClientMessage,
  type ConnectionQuality,
  decode,
  encode,
  type Happening,
  type Latency,
  type Report,
  type Resynchronisation,
  type Slots,
  type Speaker,
  type View,
  type Welcome,
} from "./protocol";

export type Phase = "connecting" | "open" | "reconnecting" | "closed";

export type Told = Happening | Resynchronisation | Slots | Speaker | ConnectionQuality | Latency;

/** Who the conversation is for. */
export interface Listener {
  /** What is known of the log: the last number, and which log it belongs to. */
  standing(): { readonly after: number; readonly log: string };
  welcome(message: Welcome): void;
  told(message: Told): void;
  phase(phase: Phase, failure: Failure | null): void;
}

/** The conversation was interrupted before the relay answered the offer. */
export class OfferLost extends Error {
  override name = "OfferLost";
}

/** We let go of a socket that no longer works, and come back: should the relay hear it, that is no goodbye. */
const CUT = 4000;
const GREETING_MS = 10_000;
const SILENCE_MS = 8000;
const WATCH_MS = 1000;
/** Pings after the welcome: a few at once for a first good offset, then steadily. */
const FIRST_PINGS_MS = [0, 200, 600, 1200];
const PING_EVERY_MS = 2500;

/** What becomes of a link. */
export interface Fate {
  /** False when the listener did not like the welcome, and the link is let go. */
  welcomed(): boolean;
  lost(code: number): void;
}

interface PendingOffer {
  readonly number: number;
  readonly answered: (sdp: string) => void;
  readonly lost: (reason: OfferLost) => void;
}

/** One socket, from its ticket to its end. */
export class Link {
  readonly #socket: Socket;
  readonly #listener: Listener;
  readonly #clock: LogClock;
  readonly #commands: CommandLedger;
  readonly #fate: Fate;
  readonly #watch: ReturnType<typeof setInterval>;
  readonly #pings = new Set<ReturnType<typeof setTimeout>>();
  #offers: PendingOffer[] = [];
  #offered = 0;
  #heard = performance.now();
  #pinged = -Infinity;
  #greeted = false;

  constructor(
    socket: Socket,
    ticket: string,
    listener: Listener,
    clock: LogClock,
    commands: CommandLedger,
    fate: Fate,
  ) {
    this.#socket = socket;
    this.#listener = listener;
    this.#clock = clock;
    this.#commands = commands;
    this.#fate = fate;
    socket.onopen = () => {
      this.#send({ type: "hello", ticket, ...listener.standing() });
    };
    socket.onmessage = (event: MessageEvent<unknown>) => {
      this.#heard = performance.now();
      try {
        if (typeof event.data !== "string") throw new ProtocolError("a binary frame");
        this.#text(event.data);
      } catch (error) {
        if (!(error instanceof ProtocolError)) throw error;
        // A room that is known in part only can't be shown; the reaction to 4400 tells the person.
        this.#fate.lost(4400);
      }
    };
    socket.onclose = (event) => {
      this.#fate.lost(event.code);
    };
    this.#watch = setInterval(() => {
      this.#attend();
    }, WATCH_MS);
  }

  say(message: View | Report): void {
    if (this.#greeted) this.#send(message);
  }

  sayCommands(): void {
    if (!this.#greeted) return;
    for (const command of this.#commands.due(performance.now())) this.#send({ type: "command", ...command });
  }

  offer(sdp: string): Promise<string> {
    if (!this.#greeted) return Promise.reject(new OfferLost("not welcome yet"));
    this.#offered += 1;
    const number = this.#offered;
    return new Promise((answered, lost) => {
      this.#offers.push({ number, answered, lost });
      this.#send({ type: "offer", number, sdp });
    });
  }

  /** Let go of the socket; nothing is heard of it any more. `goodbye`: we leave, and shall not be waited for. */
  drop(goodbye: boolean): void {
    clearInterval(this.#watch);
    for (const timer of this.#pings) clearTimeout(timer);
    this.#greeted = false;
    this.#socket.onopen = this.#socket.onmessage = this.#socket.onclose = null;
    this.#socket.close(goodbye ? 1000 : CUT);
    const lost = this.#offers;
    this.#offers = [];
    for (const offer of lost) offer.lost(new OfferLost("the connection was lost"));
  }

  #send(message: ClientMessage): void {
    this.#socket.send(encode(message));
  }

  #text(text: string): void {
    const message = decode(text);
    if (message === null) return;
    switch (message.type) {
      case "welcome":
        this.#greeted = true;
        this.#clock.hear(message.time);
        this.#commands.welcomed(message.number);
        this.#listener.welcome(message);
        if (!this.#fate.welcomed()) return;
        this.#ping();
        this.sayCommands();
        break;
      case "applied":
        this.#commands.applied(message.number);
        break;
      case "refused":
        this.#commands.refused(message.number, message.code, message.detail);
        break;
      case "answer": {
        const { number, sdp } = message;
        const offer = this.#offers.find((one) => one.number === number);
        this.#offers = this.#offers.filter((one) => one !== offer);
        offer?.answered(sdp);
        break;
      }
      case "pong":
        this.#clock.exchange(message.sent, message.received, message.replied);
        break;
      default:
        this.#listener.told(message);
    }
  }

  #ping(): void {
    for (const wait of FIRST_PINGS_MS) {
      const timer = setTimeout(() => {
        this.#pings.delete(timer);
        this.#sendPing();
      }, wait);
      this.#pings.add(timer);
    }
  }

  #sendPing(): void {
    this.#pinged = performance.now();
    this.#send({ type: "ping", sent: this.#clock.device() });
  }

  #attend(): void {
    const now = performance.now();
    if (now - this.#heard > (this.#greeted ? SILENCE_MS : GREETING_MS)) {
      this.#fate.lost(1006);
      return;
    }
    if (!this.#greeted) return;
    if (now - this.#pinged >= PING_EVERY_MS) this.#sendPing();
    this.sayCommands();
  }
}
