import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import type { Body } from "../../api/operations";
import { ownZone, readingOf } from "../calendar/zones";
import { useApi, useSession } from "../../session/context";
import { useNow } from "../live/useNow";

const PAGE = 24;
const MINUTE_MS = 60_000;

type Done = Omit<Body<"/user/history", "post">, "zone">;

/** Totals, streaks and the days of a year, by this device's calendar. */
export function useHistorySummary() {
  const api = useApi();
  const { session } = useSession();
  const zone = ownZone();
  return useQuery({
    queryKey: ["history", "summary", zone],
    queryFn: ({ signal }) => api.get("/user/history/summary", { signal, query: { zone } }),
    enabled: session !== null,
  });
}

/** What one did, a page at a time, newest day first. */
export function useHistory() {
  const api = useApi();
  return useInfiniteQuery({
    queryKey: ["history", "list"],
    queryFn: ({ pageParam, signal }) =>
      api.get("/user/history", { signal, query: { limit: PAGE, ...(pageParam === null ? {} : { cursor: pageParam }) } }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.cursor,
  });
}

/** Today's entry of a video, null when it is not done today. */
export function useDoneToday(mediaId: string) {
  const api = useApi();
  const { session } = useSession();
  const zone = ownZone();
  // After midnight nothing is done yet.
  const { day } = readingOf(useNow(MINUTE_MS), zone);
  return useQuery({
    queryKey: ["history", "today", mediaId, zone, day],
    queryFn: async ({ signal }) => (await api.get("/user/history/today", { signal, query: { mediaId, zone } })).entry,
    enabled: session !== null,
  });
}

/** Mark something done, or take it back. Whatever counts workouts is read anew afterwards. */
export function useDone() {
  const api = useApi();
  const queries = useQueryClient();
  const onSettled = () =>
    Promise.all([["history"], ["programs"], ["program"]].map((queryKey) => queries.invalidateQueries({ queryKey })));
  return {
    mark: useMutation({
      mutationFn: (what: Done) => api.post("/user/history", { body: { ...what, zone: ownZone() } }),
      onSettled,
    }),
    undo: useMutation({
      mutationFn: (entryId: string) => api.delete("/user/history", { query: { entryId } }),
      onSettled,
    }),
  };
}
