// Reads and hashes a file beside the page's own thread, so that a film of 10 GiB does not make the page stutter.
import { digestParts } from "./digests";
import type { DigestAnswer } from "./digesting";

self.addEventListener("message", (event: MessageEvent<File>) => {
  const tell = (answer: DigestAnswer) => {
    self.postMessage(answer);
  };
  digestParts(event.data, (hashed) => {
    tell({ hashed });
  }).then(
    (digests) => {
      tell({ digests });
    },
    (error: unknown) => {
      tell({ failed: error instanceof DOMException ? error.name : "Error" });
    },
  );
});
