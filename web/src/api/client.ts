import type { Answer, Body, Method, PathOf, Query } from "./operations";
import { ApiProblem, asProblem, problemOf } from "./problem";
import type { paths } from "./schema";

/** Where the client finds whose session it speaks for, and whom it tells that the session has ended. */
export interface SessionSource {
  read(): { authToken: string } | null;
  /** Called with the token that the server no longer knows. */
  ended(authToken: string): void;
}

export interface Credentials {
  userId: string;
  userPassword: string;
}

interface CallOptions {
  signal?: AbortSignal | undefined;
  /** A password sent beside the session (or instead of one): a 401 then speaks of the password, not of the session. */
  credentials?: Credentials;
  /** Whose profile is asked for (`GET /user`). */
  about?: string;
  /** Leave the session out. */
  anonymous?: boolean;
  /** By what the server knows that this is the same request, sent again. */
  idempotencyKey?: string;
  /** Milliseconds until the call is given up; 20 s unless told otherwise. */
  timeout?: number;
}

type Queried<P extends keyof paths, M extends Method> = [Query<P, M>] extends [never]
  ? object
  : object extends Query<P, M>
    ? { query?: Query<P, M> | undefined }
    : { query: Query<P, M> };

type QueryValues = Record<string, string | number | boolean | null | undefined>;

export type GetOptions<P extends keyof paths> = CallOptions & Queried<P, "get">;
export type SendOptions<P extends keyof paths, M extends Method> = CallOptions &
  Queried<P, M> & { body?: Body<P, M>; content?: Blob };

const TIMEOUT_MS = 20_000;
const TRIES = 3;
const LONGEST_WAIT_S = 8;

/**
 * The typed client of the NEUFIT API.
 *
 * Every failure is an ApiProblem. A GET that meets `503` or no answer at all is tried up to three times, after the
 * time that `Retry-After` names; nothing else is ever sent twice by itself.
 */
export class ApiClient {
  readonly #base: string;
  readonly #session: SessionSource;
  readonly #fetch: typeof fetch;
  readonly #wait: (seconds: number, signal?: AbortSignal) => Promise<void>;

  constructor(options: {
    base: string;
    session: SessionSource;
    fetch?: typeof fetch;
    wait?: (seconds: number, signal?: AbortSignal) => Promise<void>;
  }) {
    this.#base = options.base;
    this.#session = options.session;
    this.#fetch = options.fetch ?? ((input, init) => fetch(input, init));
    this.#wait = options.wait ?? pause;
  }

  async get<P extends PathOf<"get">>(
    path: P,
    ...[options]: object extends GetOptions<P> ? [GetOptions<P>?] : [GetOptions<P>]
  ): Promise<Answer<P, "get">> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.#call<Answer<P, "get">>("GET", path, options ?? {});
      } catch (error) {
        const problem = asProblem(error);
        const worthwhile = problem.status === 503 || problem.code === "offline";
        if (options?.signal?.aborted) throw error;
        if (!worthwhile || attempt === TRIES) throw problem;
        await this.#wait(Math.min(problem.retryAfter ?? attempt, LONGEST_WAIT_S), options?.signal);
      }
    }
  }

  post<P extends PathOf<"post">>(path: P, options: SendOptions<P, "post">): Promise<Answer<P, "post">> {
    return this.#send("POST", path, options);
  }

  put<P extends PathOf<"put">>(path: P, options: SendOptions<P, "put">): Promise<Answer<P, "put">> {
    return this.#send("PUT", path, options);
  }

  delete<P extends PathOf<"delete">>(path: P, options: SendOptions<P, "delete">): Promise<Answer<P, "delete">> {
    return this.#send("DELETE", path, options);
  }

  /** The address of an operation that the browser itself opens (an image, a playlist). */
  url(path: keyof paths, query: QueryValues = {}): string {
    const search = new URLSearchParams();
    for (const [name, value] of Object.entries(query)) {
      if (value !== undefined && value !== null && value !== "") search.set(name, String(value));
    }
    const text = search.toString();
    return `${this.#base}${path}${text === "" ? "" : `?${text}`}`;
  }

  async #send<T>(method: string, path: keyof paths, options: CallOptions): Promise<T> {
    try {
      return await this.#call<T>(method, path, options);
    } catch (error) {
      if (options.signal?.aborted) throw error;
      throw asProblem(error);
    }
  }

  async #call<T>(
    method: string,
    path: keyof paths,
    options: CallOptions & { query?: unknown; body?: unknown; content?: Blob },
  ): Promise<T> {
    const session = options.anonymous ? null : this.#session.read();
    const headers = new Headers({ Accept: "application/json" });
    // The token alone says who asks. A `userId` beside it would turn `GET /user` with a dead session into a question
    // about somebody's public profile, and the end of the session would go unnoticed.
    if (session !== null) headers.set("authToken", session.authToken);
    if (options.credentials !== undefined) {
      headers.set("userId", options.credentials.userId);
      headers.set("userPassword", headerBytes(options.credentials.userPassword));
    }
    if (options.about !== undefined) headers.set("userId", options.about);
    if (options.idempotencyKey !== undefined) headers.set("Idempotency-Key", options.idempotencyKey);
    let body: BodyInit | null = null;
    if (options.content !== undefined) {
      headers.set("Content-Type", options.content.type);
      body = options.content;
    } else if (options.body !== undefined) {
      headers.set("Content-Type", "application/json");
      body = JSON.stringify(options.body);
    }
    const deadline = AbortSignal.timeout(options.timeout ?? TIMEOUT_MS);
    const response = await this.#fetch(this.url(path, (options.query ?? {}) as QueryValues), {
      method,
      headers,
      body,
      credentials: "omit",
      signal: options.signal === undefined ? deadline : AbortSignal.any([options.signal, deadline]),
    });
    if (response.ok) {
      return (response.status === 204 ? undefined : await response.json()) as T;
    }
    const problem = await problemOf(response);
    if (problem.status === 401 && session !== null && options.credentials === undefined) {
      this.#session.ended(session.authToken);
    }
    throw problem;
  }
}

/** A header's value as fetch takes it: one character per byte of UTF-8, so that a password may be in any script. */
function headerBytes(text: string): string {
  return Array.from(new TextEncoder().encode(text.normalize("NFC")), (byte) => String.fromCharCode(byte)).join("");
}

/** Wait so many seconds, or until the signal aborts (which throws its reason). */
function pause(seconds: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(done, seconds * 1000);
    function done() {
      signal?.removeEventListener("abort", stop);
      resolve();
    }
    function stop() {
      clearTimeout(timer);
      reject(signal?.reason instanceof Error ? signal.reason : new DOMException("Aborted", "AbortError"));
    }
    signal?.addEventListener("abort", stop, { once: true });
    if (signal?.aborted) stop();
  });
}

export { ApiProblem };
