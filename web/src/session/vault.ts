import type { LoginResponse } from "../api/model";

export type Session = Pick<LoginResponse, "userId" | "role" | "authToken" | "sessionId">;

const KEY = "neufit.session";

/**
 * Where the session of this browser is kept.
 *
 * By default in localStorage: an upload must go on after a closed tab, and signing out in one tab must end it in all.
 * With "keep me signed in" off it goes to sessionStorage and ends with the tab. Both can be read by any script of this
 * origin, so the page runs no script but its own (`script-src 'self'`); a cookie would be sent by itself and need its
 * own guard against forged requests, and the public API takes the token as a header.
 */
export class SessionVault {
  readonly #lasting: Storage;
  readonly #passing: Storage;
  readonly #listeners = new Set<() => void>();
  #current: Session | null;

  constructor(lasting: Storage, passing: Storage) {
    this.#lasting = lasting;
    this.#passing = passing;
    this.#current = this.#load();
  }

  read = (): Session | null => this.#current;

  /** Keep a session, over closed tabs if `lasting`. */
  keep(session: Session, lasting: boolean): void {
    const { userId, role, authToken, sessionId } = session;
    const text = JSON.stringify({ userId, role, authToken, sessionId });
    this.#lasting.removeItem(KEY);
    this.#passing.removeItem(KEY);
    (lasting ? this.#lasting : this.#passing).setItem(KEY, text);
    this.#renew();
  }

  /** Forget the session. */
  drop(): void {
    this.#lasting.removeItem(KEY);
    this.#passing.removeItem(KEY);
    this.#renew();
  }

  /** The server no longer knows this token; a newer session that took its place stays. */
  ended(authToken: string): void {
    if (this.#current?.authToken === authToken) this.drop();
  }

  /** Call `listener` after every change, also by another tab. */
  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  };

  /** Follow the other tabs of this browser. Returns how to stop. */
  follow(target: Pick<Window, "addEventListener" | "removeEventListener">): () => void {
    const changed = (event: StorageEvent) => {
      if (event.key === KEY || event.key === null) this.#renew();
    };
    target.addEventListener("storage", changed);
    return () => {
      target.removeEventListener("storage", changed);
    };
  }

  #renew() {
    const next = this.#load();
    if (next?.authToken === this.#current?.authToken) return;
    this.#current = next;
    for (const listener of this.#listeners) listener();
  }

  #load(): Session | null {
    const text = this.#passing.getItem(KEY) ?? this.#lasting.getItem(KEY);
    if (text === null) return null;
    try {
      const value: unknown = JSON.parse(text);
      return isSession(value) ? value : null;
    } catch {
      return null;
    }
  }
}

function isSession(value: unknown): value is Session {
  return (
    typeof value === "object" &&
    value !== null &&
    ["userId", "role", "authToken", "sessionId"].every(
      (name) => typeof (value as Record<string, unknown>)[name] === "string",
    )
  );
}
