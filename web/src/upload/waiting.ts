/** Wait so many ms, or until the network comes back, whichever is first. Rejects when the signal aborts. */
export function waitOrOnline(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(done, milliseconds);
    function end() {
      clearTimeout(timer);
      window.removeEventListener("online", done);
      signal.removeEventListener("abort", stop);
    }
    function done() {
      end();
      resolve();
    }
    function stop() {
      end();
      reject(new DOMException("stopped", "AbortError"));
    }
    window.addEventListener("online", done);
    signal.addEventListener("abort", stop);
    if (signal.aborted) stop();
  });
}
