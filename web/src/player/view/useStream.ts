import { useQuery } from "@tanstack/react-query";
import { streamQuery } from "../../api/stream";
import { useApi } from "../../session/context";
import { parseStoryboard } from "../storyboard";

const PREPARING_MS = 5000;
/** The addresses of sheets are signed for a while only. */
const STORYBOARD_MS = 20 * 60_000;

/** What is known of a video that can be watched; asked again while a part of it is still being encoded. */
export function useStream(mediaId: string) {
  return useQuery({
    ...streamQuery(useApi(), mediaId),
    refetchInterval: (query) => (query.state.data?.complete === false ? PREPARING_MS : false),
  });
}

/** The tiles for the seek bar, once somebody wants them (`wanted`) and the video has some. */
export function useStoryboard(mediaId: string, wanted: boolean, complete: boolean) {
  const api = useApi();
  const { data } = useQuery({
    // Tiles come in with the chunks, so what was read early is not all.
    queryKey: ["storyboard", mediaId, complete],
    queryFn: async ({ signal }) => {
      const { storyboard } = await api.get("/media/stream", { signal, query: { mediaId } });
      if (storyboard === null) return [];
      const answer = await fetch(storyboard.vtt, { signal, credentials: "omit" });
      return answer.ok ? parseStoryboard(await answer.text(), answer.url) : [];
    },
    enabled: wanted,
    refetchInterval: STORYBOARD_MS,
    staleTime: STORYBOARD_MS,
  });
  return data ?? [];
}
