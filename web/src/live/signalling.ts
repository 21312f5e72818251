import { Refusal, type Socket } from "../player/connection";
import type { LogClock } from "./clock";
import { backoff, type Failure, reactionTo } from "./closing";
import { CommandLedger } from "./commands";
import { ProtocolError } from "./fields";
import {
  type Action,
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

export { Refusal };

/** What POST /meet grants: relays that carry the meeting, each with a ticket that works once. */
export interface Grant {
  readonly relays: readonly { readonly websocketUrl: string; readonly ticket: string }[];
}

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

export interface SignallingOptions {
  /** Ask the API for tickets. Throws Refusal when there is no point in asking again. */
  readonly grant: (signal: AbortSignal) => Promise<Grant>;
  readonly clock: LogClock;
  readonly open?: (url: string) => Socket;
  readonly chance?: () => number;
}

/** The conversation was interrupted before the relay answered the offer. */
export class OfferLost extends Error {
  override name = "OfferLost";
}

const GREETING_MS = 10_000;
const SILENCE_MS = 8000;
const WATCH_MS = 1000;
/** Pings after the welcome: a few at once for a first good offset, then steadily. */
const FIRST_PINGS_MS = [0, 200, 600, 1200];
const PING_EVERY_MS = 2500;

/**
 * The conversation with the relay, which outlives its sockets.
 *
 * Every socket begins with a new ticket and with what is known of the log. When it is lost the next one follows, with
 * growing pauses, until `close` or until the relay or the API says that there is no use. Commands are said again until
 * they are answered; views and offers belong to a socket and are the listener's to renew.
 */
export class Signalling {
  readonly #listener: Listener;
  readonly #grant: SignallingOptions["grant"];
  readonly #clock: LogClock;
  readonly #open: (url: string) => Socket;
  readonly #chance: () => number;
  readonly #commands = new CommandLedger();
  #link: Link | null = null;
  #asking: AbortController | null = null;
  #timer: ReturnType<typeof setTimeout> | null = null;
  #attempt = 0;
  #sameCode = { code: 0, times: 0 };
  #closed = true;

  constructor(listener: Listener, options: SignallingOptions) {
    this.#listener = listener;
    this.#grant = options.grant;
    this.#clock = options.clock;
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
      this.#listener.phase("connecting", null);
    }
    this.#clearTimer();
    void this.#ask();
  }

  /** Do something in the room. Resolves when it is applied, also after reconnects; rejects with CommandRefused. */
  command(action: Action): Promise<void> {
    const outcome = this.#commands.give(action);
    if (this.#closed) this.#commands.close();
    else this.#link?.sayCommands();
    return outcome;
  }

  /** The answer to an SDP offer. Rejects with OfferLost when the socket goes first. */
  offer(sdp: string): Promise<string> {
    return this.#link?.offer(sdp) ?? Promise.reject(new OfferLost("not connected"));
  }

  /** What is on screen, or what was measured; forgotten when nobody listens. */
  say(message: View | Report): void {
    this.#link?.say(message);
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
      const grant = await this.#grant(asking.signal);
      if (this.#asking !== asking) return;
      this.#asking = null;
      this.#dial(grant);
    } catch (error) {
      if (this.#asking !== asking) return;
      this.#asking = null;
      if (error instanceof Refusal) this.#end(error.failure);
      else this.#later(false);
    }
  }

  #dial(grant: Grant): void {
    // When one relay can't be reached the next try takes the next one.
    const relay = grant.relays[this.#attempt % Math.max(1, grant.relays.length)];
    if (relay === undefined) {
      this.#later(false);
      return;
    }
    const link = new Link(this.#open(relay.websocketUrl), relay.ticket, this.#listener, this.#clock, this.#commands, {
      welcomed: () => {
        this.#attempt = 0;
        this.#sameCode = { code: 0, times: 0 };
        this.#listener.phase("open", null);
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
    this.#listener.phase("reconnecting", null);
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
    this.#commands.close();
    this.#listener.phase("closed", failure);
  }

  #clearTimer(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
  }
}

interface Fate {
  welcomed(): void;
  lost(code: number): void;
}

interface PendingOffer {
  readonly number: number;
  readonly answered: (sdp: string) => void;
  readonly lost: (reason: OfferLost) => void;
}

/** One socket, from its ticket to its end. */
class Link {
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

  /** Let go of the socket; nothing is heard of it any more. */
  drop(): void {
    clearInterval(this.#watch);
    for (const timer of this.#pings) clearTimeout(timer);
    this.#greeted = false;
    this.#socket.onopen = this.#socket.onmessage = this.#socket.onclose = null;
    this.#socket.close(1000);
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
        this.#fate.welcomed();
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
