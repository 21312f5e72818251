import { useQuery } from "@tanstack/react-query";
import type { Stream } from "../../../api/model";
import { asProblem } from "../../../api/problem";
import { streamQuery } from "../../../api/stream";
import { useApi } from "../../../session/context";
import type { Failure } from "../../../socket/closing";

/** Why the video of a session doesn't show: taken away, or hidden from who asks, which is not told apart. */
export const VIDEO_GONE: Failure = {
  code: "video-gone",
  title: "This video can’t be watched any more",
  detail: "Its instructor may have taken it away since. Choose another one to watch together.",
  again: false,
};

/** The video of a shared workout, if it is one (`mediaId`); `gone`: it can't be watched. */
export function useSharedVideo(mediaId: string | null): { stream: Stream | null; gone: boolean } {
  const found = useQuery({ ...streamQuery(useApi(), mediaId ?? ""), enabled: mediaId !== null });
  const gone = found.isError && [403, 404, 410].includes(asProblem(found.error).status);
  return { stream: found.data ?? null, gone };
}
