import { type PartTarget, UploadRefused } from "./service";

/** The presigned address has expired or was refused: a fresh one may be taken. */
export class AddressExpired extends Error {
  override name = "AddressExpired";
}

export type Sender = (
  target: PartTarget,
  bytes: Blob,
  sent: (bytes: number) => void,
  signal: AbortSignal,
) => Promise<void>;

const STALLED_MS = 60_000;

/** PUT one part to its presigned address. By XMLHttpRequest, as fetch tells nothing about what was sent so far. */
export const sendByRequest: Sender = (target, bytes, sent, signal) =>
  new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    let stalled: ReturnType<typeof setTimeout>;
    const moved = () => {
      clearTimeout(stalled);
      stalled = setTimeout(() => {
        request.abort();
      }, STALLED_MS);
    };
    const stop = () => {
      request.abort();
    };
    const end = (error: Error | null) => {
      clearTimeout(stalled);
      signal.removeEventListener("abort", stop);
      if (error === null) resolve();
      else reject(error);
    };
    request.upload.onprogress = (event) => {
      moved();
      sent(event.loaded);
    };
    request.onload = () => {
      end(outcome(request.status, request.responseText));
    };
    request.onerror = () => {
      end(new TypeError("the connection was lost"));
    };
    request.onabort = () => {
      end(signal.aborted ? new DOMException("stopped", "AbortError") : new TypeError("the connection stalled"));
    };
    request.open("PUT", target.url);
    for (const [name, value] of Object.entries(target.headers)) request.setRequestHeader(name, value);
    signal.addEventListener("abort", stop, { once: true });
    moved();
    request.send(bytes);
    if (signal.aborted) stop();
  });

/** What the object store's answer means; null for success. */
export function outcome(status: number, body: string): Error | null {
  if (status >= 200 && status < 300) return null;
  if (status === 403) return new AddressExpired("the address was refused");
  if (status === 400 && /BadDigest|InvalidDigest|checksum/i.test(body)) {
    return new UploadRefused("changed", "The file changed while it was being sent. Choose it again.");
  }
  if (status === 404) return new AddressExpired("the upload is not known any more");
  return new TypeError(`the object store answered ${status}`);
}
