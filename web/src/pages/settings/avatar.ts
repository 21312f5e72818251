import type { ApiClient } from "../../api/client";
import { ApiProblem } from "../../api/problem";

const LOOKS = 40;
const FIRST_WAIT_MS = 400;
const LONGEST_WAIT_MS = 3000;

/** Waits until an image of one's own is published. Throws ApiProblem with the reason when it is refused. */
export async function publishedImage(
  api: Pick<ApiClient, "get">,
  mediaId: string,
  wait: (ms: number) => Promise<void> = (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
): Promise<void> {
  for (let look = 0; look < LOOKS; look += 1) {
    const { items } = await api.get("/media/studio", { query: { limit: 10 } });
    const item = items.find((one) => one.mediaId === mediaId);
    if (item?.status === "available") return;
    if (item?.status === "failed") {
      throw new ApiProblem({
        status: 400,
        code: item.failure?.code ?? "refused",
        title: "This picture can't be used",
        detail: item.failure?.detail ?? "This picture can't be used. Choose another one.",
      });
    }
    await wait(Math.min(FIRST_WAIT_MS * 1.5 ** look, LONGEST_WAIT_MS));
  }
  throw new ApiProblem({
    status: 0,
    code: "timeout",
    title: "This takes too long",
    detail: "Your picture has arrived but is not ready yet. Try again in a few minutes.",
  });
}
