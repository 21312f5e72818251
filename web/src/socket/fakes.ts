import type { Socket } from "./wire";

/** A socket that a test speaks through as the relay. */
export class FakeSocket implements Socket {
  binaryType: BinaryType = "blob";
  onopen: ((event: Event) => void) | null = null;
  onmessage: ((event: MessageEvent) => void) | null = null;
  onclose: ((event: CloseEvent) => void) | null = null;
  closed = false;
  closedWith: number | null = null;
  readonly said: Record<string, unknown>[] = [];

  send(text: string): void {
    this.said.push(JSON.parse(text) as Record<string, unknown>);
  }

  close(code?: number): void {
    this.closed = true;
    this.closedWith = code ?? null;
  }

  open(): void {
    this.onopen?.(new Event("open"));
  }

  tell(message: Record<string, unknown>): void {
    this.onmessage?.(new MessageEvent("message", { data: JSON.stringify(message) }));
  }

  binary(data: ArrayBuffer): void {
    this.onmessage?.(new MessageEvent("message", { data }));
  }

  lose(code: number): void {
    this.onclose?.(new CloseEvent("close", { code }));
  }

  of(type: string): Record<string, unknown>[] {
    return this.said.filter((message) => message.type === type);
  }
}
