// Seals and opens encoded frames beside the page's own thread. Keys come from the page; frames never go there.
import { type EncodedFrame, FrameGuard, type LineOptions, type WorkerCommand } from "./line";

const COUNTS_EVERY_MS = 1000;

const guard = new FrameGuard();

/** What a worker gets for each RTCRtpScriptTransform made with it; not among the DOM's types. */
interface Transformer {
  readonly options: LineOptions;
  readonly readable: ReadableStream<EncodedFrame>;
  readonly writable: WritableStream<EncodedFrame>;
  generateKeyFrame?(): Promise<unknown>;
  sendKeyFrameRequest?(): Promise<unknown>;
}

const cameras = new Set<Transformer>();

function run(options: LineOptions, readable: ReadableStream<EncodedFrame>, writable: WritableStream<EncodedFrame>) {
  // Ends, without a sound, when its connection is closed.
  return readable.pipeThrough(guard.line(options)).pipeTo(writable).catch(() => undefined);
}

self.addEventListener("rtctransform", (event) => {
  const { transformer } = event as Event & { readonly transformer: Transformer };
  const { options, readable, writable } = transformer;
  if (options.source === "camera") cameras.add(transformer);
  void run(options, readable, writable).then(() => {
    cameras.delete(transformer);
  });
});

self.addEventListener("message", (event: MessageEvent<WorkerCommand>) => {
  const command = event.data;
  if (command.kind === "line") {
    void run(command.options, command.readable, command.writable);
    return;
  }
  guard.use(command.keys);
  if (command.keys === null) return;
  // With other keys a picture begins with a key frame: ours is made, theirs is asked for.
  for (const camera of cameras) {
    const asking = camera.options.direction === "send" ? camera.generateKeyFrame?.() : camera.sendKeyFrameRequest?.();
    asking?.catch(() => undefined); // no encoder or no stream yet: then it begins with one anyway
  }
});

let told = "";
setInterval(() => {
  const counts = guard.counts();
  const text = JSON.stringify(counts);
  if (text === told) return;
  told = text;
  self.postMessage(counts);
}, COUNTS_EVERY_MS);
