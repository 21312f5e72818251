import { TooManyAccountKeys } from "./encryption/account-key";
import type { EncryptionState, ExchangeTools } from "./encryption/exchange";
import { KeyExchange } from "./encryption/exchange";
import type { FrameCounts } from "./encryption/line";
import { FrameEncryption, transformConfiguration, type TransformSupport } from "./encryption/transform";
import type { FrameKeys } from "./encryption/agreement";
import type { LineGuard } from "./peer";
import type { RoomView } from "./room-view";

/** Puts keys to use: a worker in the lines of the connection. */
export interface Cipher extends LineGuard {
  use(keys: FrameKeys | null): void;
  close(): void;
}

/** The cipher of this browser. */
export function browserCipher(support: Exclude<TransformSupport, "none">, counted: (counts: FrameCounts) => void): Cipher {
  const encryption = new FrameEncryption(support, counted);
  return {
    configuration: transformConfiguration(support),
    guard: (line, direction, source) => {
      encryption.guard(line, direction, source);
    },
    use: (keys) => {
      encryption.use(keys);
    },
    close: () => {
      encryption.close();
    },
  };
}

export interface ConfidentialityOptions extends Omit<ExchangeTools, "account" | "install" | "changed"> {
  readonly cipher: Cipher;
  readonly accountKey: () => Promise<ExchangeTools["account"]>;
  readonly changed: () => void;
}

const AGREEING: EncryptionState = { status: "agreeing", code: null, reason: null };

/** The end-to-end encryption of one session: the account's key, the exchange with the other one, the cipher. */
export class Confidentiality {
  readonly #options: ConfidentialityOptions;
  #exchange: KeyExchange | null = null;
  #room: RoomView | null = null;
  #state: EncryptionState = AGREEING;
  #closed = false;

  constructor(options: ConfidentialityOptions) {
    this.#options = options;
    void this.#begin();
  }

  state(): EncryptionState {
    return this.#exchange?.state() ?? this.#state;
  }

  update(room: RoomView): void {
    this.#room = room;
    this.#exchange?.update(room);
  }

  /** Try again, after `untrusted` or `failed`. */
  retry(): void {
    if (this.#exchange !== null) this.#exchange.retry();
    else if (this.#state.status === "failed") void this.#begin();
  }

  close(): void {
    this.#closed = true;
    this.#exchange?.close();
    this.#options.cipher.close();
  }

  async #begin(): Promise<void> {
    this.#tell(AGREEING);
    const { cipher, accountKey, ...tools } = this.#options;
    try {
      const account = await accountKey();
      if (this.#closed) return;
      const install = (keys: FrameKeys | null) => {
        cipher.use(keys);
      };
      this.#exchange = new KeyExchange({ ...tools, account, install });
      // It tells of changes; how it stands at first is news, too.
      this.#options.changed();
      if (this.#room !== null) this.#exchange.update(this.#room);
    } catch (error) {
      const reason = error instanceof Error && error.message !== "" ? error.message : "This browser keeps no keys.";
      const remedy = error instanceof TooManyAccountKeys ? ({ remedy: "remove-a-key" } as const) : {};
      this.#tell({ status: "failed", code: null, reason, ...remedy });
    }
  }

  #tell(state: EncryptionState): void {
    this.#state = state;
    this.#options.changed();
  }
}
