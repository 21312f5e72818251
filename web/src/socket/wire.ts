/** The part of a WebSocket that we use. */
export interface Socket {
  binaryType: BinaryType;
  onopen: ((event: Event) => void) | null;
  onmessage: ((event: MessageEvent) => void) | null;
  onclose: ((event: CloseEvent) => void) | null;
  send(text: string): void;
  close(code?: number): void;
}

/** A frame of the relay is not as the protocol says. */
export class ProtocolError extends Error {
  override name = "ProtocolError";
}

/** What is said and heard on a socket: each protocol's own part. */
export interface Talk {
  opened(): void;
  /** A frame came in. Throws ProtocolError. */
  frame(data: string | ArrayBuffer): void;
  /** How long the relay may keep silent now, ms; null when silence means nothing. */
  patience(): number | null;
  /** Every second. */
  tick?(): void;
  /** It is over, with the close code; whoever hears it drops the wire. */
  lost(code: number): void;
}

const WATCH_MS = 1000;
/** What is broken on the way, and what breaks the protocol, as close codes. */
const CUT = 1006;
const BAD_FRAME = 4400;

/** One socket: its frames, and the watch over its silence. */
export class Wire {
  readonly #socket: Socket;
  readonly #talk: Talk;
  readonly #watch: ReturnType<typeof setInterval>;
  #heard = performance.now();

  constructor(socket: Socket, talk: Talk) {
    this.#socket = socket;
    this.#talk = talk;
    socket.binaryType = "arraybuffer";
    socket.onopen = () => {
      talk.opened();
    };
    socket.onmessage = (event: MessageEvent<string | ArrayBuffer>) => {
      this.#heard = performance.now();
      try {
        talk.frame(event.data);
      } catch (error) {
        if (!(error instanceof ProtocolError)) throw error;
        // What is understood in part only can't be gone on with; the reaction to this code tells the person.
        talk.lost(BAD_FRAME);
      }
    };
    socket.onclose = (event) => {
      talk.lost(event.code);
    };
    this.#watch = setInterval(() => {
      this.#attend();
    }, WATCH_MS);
  }

  send(text: string): void {
    this.#socket.send(text);
  }

  /** Let go of the socket; nothing is heard of it any more. */
  drop(code: number): void {
    clearInterval(this.#watch);
    this.#socket.onopen = this.#socket.onmessage = this.#socket.onclose = null;
    this.#socket.close(code);
  }

  #attend(): void {
    const patience = this.#talk.patience();
    if (patience === null) this.#heard = performance.now();
    else if (performance.now() - this.#heard > patience) {
      this.#talk.lost(CUT);
      return;
    }
    this.#talk.tick?.();
  }
}
