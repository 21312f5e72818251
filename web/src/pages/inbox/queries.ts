import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import type { Body } from "../../api/operations";
import { useApi, useSession } from "../../session/context";

const POLLED_MS = 30_000;

/** How many notices are unread; asked for again while the page is in sight, and when one comes back to it. */
export function useUnread(): number {
  const api = useApi();
  const { session } = useSession();
  const { data } = useQuery({
    queryKey: ["notices", "unread"],
    queryFn: ({ signal }) => api.get("/user/notices", { signal, query: { limit: 1 } }),
    enabled: session !== null,
    refetchInterval: POLLED_MS,
    refetchOnWindowFocus: "always",
  });
  return data?.unread ?? 0;
}

/** One's notices, the newest first, a page at a time. */
export function useNotices() {
  const api = useApi();
  return useInfiniteQuery({
    queryKey: ["notices", "list"],
    queryFn: ({ pageParam, signal }) =>
      api.get("/user/notices", { signal, query: pageParam === null ? {} : { cursor: pageParam } }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.cursor,
    // Whoever opens the inbox wants what is in it now.
    staleTime: 0,
    refetchInterval: POLLED_MS,
    refetchOnWindowFocus: "always",
  });
}

/** Mark some notices, or all, as read. */
export function useReading() {
  const api = useApi();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (which: Body<"/user/notices/read", "post">) => api.post("/user/notices/read", { body: which }),
    onSettled: () => queries.invalidateQueries({ queryKey: ["notices"] }),
  });
}
