import type { Failure } from "../socket/closing";
import type { Fate, Link as Conversation, Phase } from "../socket/reconnecting";
import { ProtocolError, type Socket, Wire } from "../socket/wire";
import type { LogClock } from "./clock";
import type { CommandLedger } from "./commands";
import {
  type ClientMessage,
  type ConnectionQuality,
  decode,
  encode,
  type Happening,
  type Latency,
  type Layers,
  type Report,
  type Resynchronisation,
  type Slots,
  type Speaker,
  type View,
  type Welcome,
} from "./protocol";

export type Told = Happening | Resynchronisation | Slots | Speaker | ConnectionQuality | Latency | Layers;

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
/** Pings after the welcome: a few at once for a first good offset, then steadily. */
const FIRST_PINGS_MS = [0, 200, 600, 1200];
const PING_EVERY_MS = 2500;

interface PendingOffer {
  readonly number: number;
  readonly answered: (sdp: string) => void;
  readonly lost: (reason: OfferLost) => void;
}

/** One socket, from its ticket to its end. */
export class Link implements Conversation {
  readonly #wire: Wire;
  readonly #listener: Listener;
  readonly #clock: LogClock;
  readonly #commands: CommandLedger;
  readonly #fate: Fate;
  readonly #pings = new Set<ReturnType<typeof setTimeout>>();
  #offers: PendingOffer[] = [];
  #offered = 0;
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
    this.#listener = listener;
    this.#clock = clock;
    this.#commands = commands;
    this.#fate = fate;
    this.#wire = new Wire(socket, {
      opened: () => {
        this.#send({ type: "hello", ticket, ...listener.standing() });
      },
      frame: (data) => {
        if (typeof data !== "string") throw new ProtocolError("a binary frame");
        this.#text(data);
      },
      patience: () => (this.#greeted ? SILENCE_MS : GREETING_MS),
      tick: () => {
        this.#tick();
      },
      lost: (code) => {
        fate.lost(code);
      },
    });
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

  drop(goodbye: boolean): void {
    for (const timer of this.#pings) clearTimeout(timer);
    this.#greeted = false;
    this.#wire.drop(goodbye ? 1000 : CUT);
    const lost = this.#offers;
    this.#offers = [];
    for (const offer of lost) offer.lost(new OfferLost("the connection was lost"));
  }

  #send(message: ClientMessage): void {
    this.#wire.send(encode(message));
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
        if (!this.#fate.open()) return;
        this.#fate.proven();
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

  #tick(): void {
    if (!this.#greeted) return;
    if (performance.now() - this.#pinged >= PING_EVERY_MS) this.#sendPing();
    this.sayCommands();
  }
}
