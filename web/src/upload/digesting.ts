import { UploadRefused } from "./service";

/** What the worker says: how far it is, and once the digests or the name of an error. */
export type DigestAnswer =
  | { readonly hashed: number }
  | { readonly digests: Uint8Array<ArrayBuffer>[] }
  | { readonly failed: string };

export type Digester = (
  file: File,
  hashed: (bytes: number) => void,
  signal: AbortSignal,
) => Promise<Uint8Array<ArrayBuffer>[]>;

/** Hash the parts of a file in a worker of its own, which ends with the work or with the signal. */
export const digestInWorker: Digester = (file, hashed, signal) =>
  new Promise((resolve, reject) => {
    if (!("crypto" in globalThis) || !("subtle" in crypto)) {
      reject(new UploadRefused("insecure", "Uploads need a secure connection. Open this page by its https address."));
      return;
    }
    const worker = new Worker(new URL("./digest-worker.ts", import.meta.url), { type: "module" });
    const stop = () => {
      worker.terminate();
      reject(new DOMException("stopped", "AbortError"));
    };
    signal.addEventListener("abort", stop, { once: true });
    const end = () => {
      signal.removeEventListener("abort", stop);
      worker.terminate();
    };
    worker.addEventListener("message", (event: MessageEvent<DigestAnswer>) => {
      const answer = event.data;
      if ("hashed" in answer) hashed(answer.hashed);
      else {
        end();
        if ("digests" in answer) resolve(answer.digests);
        else reject(new UploadRefused("unreadable", UNREADABLE));
      }
    });
    worker.addEventListener("error", () => {
      end();
      reject(new UploadRefused("unreadable", UNREADABLE));
    });
    worker.postMessage(file);
    if (signal.aborted) stop();
  });

const UNREADABLE = "This file can't be read. It may have been moved, renamed or changed; choose it again.";
