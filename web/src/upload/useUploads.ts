import { useEffect, useSyncExternalStore } from "react";
import type { ApiClient } from "../api/client";
import { useApi, useMember } from "../session/context";
import { uploadService } from "./api-service";
import { digestInWorker } from "./digesting";
import { UploadQueue } from "./queue";
import { sendByRequest } from "./transfer";
import { waitOrOnline } from "./waiting";

/** One queue per client and person: uploads go on while one looks at other pages. */
const queues = new WeakMap<ApiClient, { userId: string; queue: UploadQueue }>();

function queueOf(api: ApiClient, userId: string): UploadQueue {
  const known = queues.get(api);
  if (known?.userId === userId) return known.queue;
  known?.queue.dispose();
  const queue = new UploadQueue({
    service: uploadService(api),
    digest: digestInWorker,
    send: sendByRequest,
    wait: waitOrOnline,
    online: () => navigator.onLine,
    chance: Math.random,
  });
  window.addEventListener("beforeunload", (event) => {
    if (queue.fragile) event.preventDefault();
  });
  queues.set(api, { userId, queue });
  return queue;
}

/** The uploads of the person who is signed in, and how they stand. `arrived` is called when one is done. */
export function useUploads(arrived: () => void) {
  const queue = queueOf(useApi(), useMember().userId);
  const views = useSyncExternalStore(queue.subscribe, queue.snapshot);
  const done = views.filter((view) => view.phase === "done").map((view) => view.id);
  const finished = done.join(" ");
  useEffect(() => {
    if (finished === "") return;
    arrived();
    for (const id of finished.split(" ")) queue.forget(id);
  }, [finished, queue, arrived]);
  return { queue, views };
}
