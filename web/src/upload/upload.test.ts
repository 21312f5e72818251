// @vitest-environment node
import { beforeEach, expect, test } from "vitest";
import VECTORS from "../../../tests/unit/upload_vectors.json";
import { digestParts } from "./digests";
import { compositeChecksum, partCount, partRange, partSize } from "./parts";
import { UploadQueue } from "./queue";
import { type FileClaim, type OpenUpload, type Purpose, UploadRefused, type UploadService } from "./service";
import { AddressExpired, outcome, type Sender } from "./transfer";
import type { UploadTools, UploadView } from "./upload";

const MIB = 2 ** 20;

test.each(VECTORS.cuts)("a file of $size bytes is cut as the API cuts it", ({ size, ...expected }) => {
  const count = partCount(size);
  const [start, end] = partRange(size, count);
  expect({ partSize: partSize(size), partCount: count, lastPart: end - start }).toEqual(expected);
});

test.each(VECTORS.checksums)("a file of $length bytes is named as the API names it", async ({ length, checksum }) => {
  const bytes = Uint8Array.from({ length }, (_, i) => (31 * i + 7) % 251);
  const hashed: number[] = [];
  const digests = await digestParts(new Blob([bytes]), (done) => hashed.push(done));
  expect(await compositeChecksum(digests)).toBe(checksum);
  expect(hashed.at(-1)).toBe(length);
});

test.each([
  [200, "", null],
  [403, "<Code>AccessDenied</Code>", AddressExpired],
  [404, "<Code>NoSuchUpload</Code>", AddressExpired],
  [400, "<Code>BadDigest</Code>", UploadRefused],
  [400, "<Code>EntityTooLarge</Code>", TypeError],
  [503, "", TypeError],
] as const)("an object store that answers %i %s means what it means", (status, body, meaning) => {
  const error = outcome(status, body);
  if (meaning === null) expect(error).toBeNull();
  else expect(error).toBeInstanceOf(meaning);
});

/** The server's side of uploads, in memory, with the faults that a test orders. */
class Server implements UploadService {
  readonly parts = new Set<number>();
  readonly claims: FileClaim[] = [];
  readonly purposes: Purpose[] = [];
  completed = 0;
  cancelled: string[] = [];
  faults: { open: Error[]; send: Error[]; complete: Error[] } = { open: [], send: [], complete: [] };
  inAir = 0;
  mostInAir = 0;
  /** While set, parts stay in the air until it is called. */
  hold: (() => void) | null = null;
  #held: Promise<void> | null = null;

  open(claim: FileClaim, purpose: Purpose): Promise<OpenUpload> {
    const fault = this.faults.open.shift();
    if (fault !== undefined) return Promise.reject(fault);
    this.claims.push(claim);
    this.purposes.push(purpose);
    return Promise.resolve({
      mediaId: "m1",
      title: purpose.title,
      size: claim.size,
      checksum: claim.checksum,
      uploadedParts: [...this.parts],
      replaces: false,
    });
  }

  address(_: string, parts: readonly { partNumber: number; checksum: string }[]) {
    return Promise.resolve(
      parts.map(({ partNumber, checksum }) => ({
        partNumber,
        url: `https://store.test/${partNumber}`,
        headers: { "x-amz-checksum-sha256": checksum },
      })),
    );
  }

  complete(): Promise<void> {
    const fault = this.faults.complete.shift();
    if (fault !== undefined) return Promise.reject(fault);
    this.completed += 1;
    return Promise.resolve();
  }

  cancel(mediaId: string): Promise<void> {
    this.cancelled.push(mediaId);
    return Promise.resolve();
  }

  /** From now on parts stay in the air until `hold` is called. */
  keepInAir(): void {
    this.#held = new Promise((resolve) => {
      this.hold = () => {
        this.#held = null;
        resolve();
      };
    });
  }

  readonly send: Sender = async (target, bytes, sent, signal) => {
    this.inAir += 1;
    this.mostInAir = Math.max(this.mostInAir, this.inAir);
    try {
      sent(Math.floor(bytes.size / 2));
      await Promise.race([
        this.#held,
        new Promise((_, reject) => {
          signal.addEventListener("abort", () => {
            reject(new DOMException("stopped", "AbortError"));
          });
        }),
      ]);
      signal.throwIfAborted();
      const fault = this.faults.send.shift();
      if (fault !== undefined) throw fault;
      this.parts.add(target.partNumber);
    } finally {
      this.inAir -= 1;
    }
  };
}

let server: Server;
let waits: number[];
let online: boolean;
let queue: UploadQueue;
let digested: number;

/** A file that only says how long it is: its parts are never really read here. */
function film(size: number, name = "film.mp4"): File {
  const file = new File(["x"], name, { type: "video/mp4" });
  Object.defineProperty(file, "size", { value: size });
  return file;
}

beforeEach(() => {
  server = new Server();
  waits = [];
  online = true;
  digested = 0;
  const tools: UploadTools = {
    service: server,
    digest: (file, hashed) => {
      digested += 1;
      hashed(file.size);
      return Promise.resolve(Array.from({ length: partCount(file.size) }, () => new Uint8Array(32)));
    },
    send: server.send,
    wait: (milliseconds) => {
      waits.push(milliseconds);
      return Promise.resolve();
    },
    online: () => online,
    chance: () => 1,
  };
  queue = new UploadQueue(tools);
});

const NEW: Purpose = { kind: "new", title: "Film", description: "", topics: [] };

/** The first moment at which an upload of the queue is as `condition` says. */
function until(condition: (views: readonly UploadView[]) => boolean): Promise<readonly UploadView[]> {
  return new Promise((resolve) => {
    const check = () => {
      const views = queue.snapshot();
      if (condition(views)) resolve(views);
    };
    queue.subscribe(check);
    check();
  });
}

const phase = (wanted: UploadView["phase"], place = 0) =>
  until((views) => views[place]?.phase === wanted).then((views) => views[place]);

test("every part is sent, three at a time, and then the upload is completed", async () => {
  queue.add(film(100 * MIB), NEW);
  const done = await phase("done");
  expect([...server.parts].toSorted((a, b) => a - b)).toEqual(Array.from({ length: 13 }, (_, i) => i + 1));
  expect(server.mostInAir).toBe(3);
  expect(server.completed).toBe(1);
  expect(done?.sent).toBe(100 * MIB);
  expect(server.claims[0]).toMatchObject({ kind: "video", fileName: "film.mp4", size: 100 * MIB });
});

test("parts that are there already are not sent again", async () => {
  server.parts.add(1).add(2).add(4);
  const sent: number[] = [];
  const send = server.send;
  Object.assign(server, {
    send: ((target, ...rest) => {
      sent.push(target.partNumber);
      return send(target, ...rest);
    }) satisfies Sender,
  });
  queue = new UploadQueue({
    service: server,
    digest: (file) => Promise.resolve(Array.from({ length: partCount(file.size) }, () => new Uint8Array(32))),
    send: server.send,
    wait: () => Promise.resolve(),
    online: () => true,
    chance: () => 1,
  });
  queue.add(film(40 * MIB), NEW);
  await phase("done");
  expect(sent.toSorted((a, b) => a - b)).toEqual([3, 5]);
});

test("a part that fails is sent again with growing pauses, and success sets the pauses back", async () => {
  server.faults.send = [new TypeError("1"), new AddressExpired("2"), new TypeError("3")];
  queue.add(film(8 * MIB), NEW);
  await phase("done");
  expect(waits).toEqual([1000, 2000, 4000]);
});

test("without network it says so, waits without counting tries, and goes on by itself", async () => {
  online = false;
  server.faults.send = Array.from({ length: 20 }, () => new TypeError("no network"));
  const seen = new Set<string>();
  queue.subscribe(() => {
    for (const view of queue.snapshot()) seen.add(view.phase);
  });
  queue.add(film(8 * MIB), NEW);
  await phase("done");
  expect(seen).toContain("offline");
});

test("a connection that keeps breaking ends in a failure that can be tried again, and nothing is lost", async () => {
  server.parts.add(1);
  server.faults.send = Array.from({ length: 9 * 3 }, () => new TypeError("broken"));
  const id = queue.add(film(16 * MIB), NEW);
  const failed = await phase("failed");
  expect(failed?.reason).toContain("Nothing is lost");
  expect(failed?.sent).toBeGreaterThanOrEqual(8 * MIB);
  server.faults.send = [];
  queue.resume(id);
  await phase("done");
  expect(digested).toBe(1); // hashed once, however often it is tried
});

test("what the API refuses is told in its words and not tried again", async () => {
  server.faults.open = [new UploadRefused("too-large", "This kind of file may have up to 10240 MiB.")];
  queue.add(film(8 * MIB), NEW);
  expect((await phase("failed"))?.reason).toBe("This kind of file may have up to 10240 MiB.");
  expect(waits).toEqual([]);
});

test("parts that got lost on the server are sent once more", async () => {
  server.faults.complete = [new UploadRefused("parts-missing", "These parts are missing: 2.")];
  queue.add(film(16 * MIB), NEW);
  await phase("done");
  expect(server.claims).toHaveLength(2);
  expect(server.completed).toBe(1);
});

test("pausing stops what is in the air; going on sends only what is missing", async () => {
  server.keepInAir();
  const id = queue.add(film(40 * MIB), NEW);
  await until(() => server.inAir === 3);
  queue.pause(id);
  const paused = await phase("paused");
  expect(paused?.sent).toBe(0);
  server.hold?.();
  queue.resume(id);
  await phase("done");
  expect(server.parts.size).toBe(5);
});

test("files wait for their turn, and a paused one makes room for the next", async () => {
  server.keepInAir();
  const first = queue.add(film(8 * MIB), NEW);
  queue.add(film(8 * MIB, "second.mp4"), NEW);
  await until((views) => views[0]?.phase === "sending" && server.inAir === 1);
  expect(queue.snapshot()[1]?.phase).toBe("queued");
  queue.pause(first);
  await until((views) => views[1]?.phase === "sending");
  server.hold?.();
  await phase("done", 1);
});

test("going on with another file than the one that it began with is refused before anything is sent", async () => {
  queue.add(film(8 * MIB), { kind: "continue", mediaId: "m1", title: "Film", checksum: "other-1", replaces: false });
  expect((await phase("failed"))?.reason).toContain("not the file that the upload began with");
  expect(server.claims).toEqual([]);
});

test("cancelling takes it off the list and tells the server, once the server knows of it", async () => {
  server.keepInAir();
  const id = queue.add(film(8 * MIB), NEW);
  await until(() => server.inAir === 1);
  await queue.remove(id);
  expect(queue.snapshot()).toEqual([]);
  expect(server.cancelled).toEqual(["m1"]);
});

test("cancelling new content for an item before it was announced leaves the item's other upload alone", async () => {
  server.keepInAir();
  queue.add(film(8 * MIB), NEW);
  const id = queue.add(film(8 * MIB), { kind: "replace", mediaId: "m2", title: "Other" });
  await queue.remove(id);
  expect(server.cancelled).toEqual([]);
});

test("closing the page loses something only while the server does not know of a file", async () => {
  server.keepInAir();
  const id = queue.add(film(8 * MIB), NEW);
  expect(queue.fragile).toBe(true);
  await until(() => server.inAir === 1);
  expect(queue.fragile).toBe(false);
  queue.add(film(8 * MIB), NEW);
  expect(queue.fragile).toBe(true);
  await queue.remove(id);
  server.hold?.();
  await until((views) => views[0]?.phase === "done");
  expect(queue.fragile).toBe(false);
});
