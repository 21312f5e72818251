import { UploadTask, type UploadTools, type UploadView } from "./upload";
import type { Purpose } from "./service";

const RUNNING = new Set<UploadView["phase"]>(["checking", "sending", "finishing", "offline"]);

/** The uploads of this page, one file after the other. Survives going to other pages, not closing the tab. */
export class UploadQueue {
  readonly #tools: UploadTools;
  readonly #listeners = new Set<() => void>();
  #tasks: readonly UploadTask[] = [];
  #views: readonly UploadView[] = [];
  #count = 0;

  constructor(tools: UploadTools) {
    this.#tools = tools;
  }

  snapshot = (): readonly UploadView[] => this.#views;

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  };

  /** Put a file at the end of the queue. Returns the upload's id on this page. */
  add(file: File, purpose: Purpose): string {
    this.#count += 1;
    const id = `upload-${this.#count}`;
    const task = new UploadTask(id, file, purpose, this.#tools, () => {
      this.#publish();
    });
    this.#tasks = [...this.#tasks, task];
    this.#publish();
    this.#next();
    return id;
  }

  pause(id: string): void {
    this.#find(id)?.pause();
    this.#next();
  }

  /** Go on after a pause or a failure, when its turn comes. */
  resume(id: string): void {
    this.#find(id)?.queue();
    this.#next();
  }

  /** End it, on the server too; what is done or has failed for good is only taken off the list. */
  async remove(id: string): Promise<void> {
    const task = this.#find(id);
    if (task === undefined) return;
    this.#tasks = this.#tasks.filter((other) => other !== task);
    this.#publish();
    this.#next();
    if (task.view.phase !== "done") await task.cancel();
  }

  /** Take what is done off the list. */
  forget(id: string): void {
    this.#tasks = this.#tasks.filter((task) => task.view.id !== id);
    this.#publish();
  }

  /** Whether closing the page now would lose something: a file of which the server does not know yet. */
  get fragile(): boolean {
    return this.#tasks.some(
      (task) => !task.announced && task.view.phase !== "done" && task.view.phase !== "cancelled",
    );
  }

  /** Stop everything: somebody else is signed in. What was sent stays on the server. */
  dispose(): void {
    for (const task of this.#tasks) task.pause();
    this.#tasks = [];
    this.#publish();
  }

  #find(id: string): UploadTask | undefined {
    return this.#tasks.find((task) => task.view.id === id);
  }

  #next(): void {
    if (this.#tasks.some((task) => RUNNING.has(task.view.phase))) return;
    const next = this.#tasks.find((task) => task.view.phase === "queued");
    if (next === undefined) return;
    void next.run().then(() => {
      this.#next();
    });
  }

  #publish(): void {
    this.#views = this.#tasks.map((task) => task.view);
    for (const listener of this.#listeners) listener();
  }
}
