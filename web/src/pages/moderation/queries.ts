import { useInfiniteQuery, useMutation, useQueryClient } from "@tanstack/react-query";
import type { Body, Query } from "../../api/operations";
import { useApi } from "../../session/context";

export type Queue = NonNullable<Query<"/community/reports", "get">["queue"]>;
export type Decision = Body<"/community/reports", "put">;

function useReports(key: readonly string[], query: Query<"/community/reports", "get">) {
  const api = useApi();
  return useInfiniteQuery({
    queryKey: ["reports", ...key],
    queryFn: ({ pageParam, signal }) =>
      api.get("/community/reports", { signal, query: { ...query, ...(pageParam === null ? {} : { cursor: pageParam }) } }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.cursor,
  });
}

/** What waits for a moderator, or was decided; the newest first. */
export function useQueue(queue: Queue) {
  return useReports([queue], { queue });
}

/** What one reported oneself, and what became of it. */
export function useOwnReports() {
  return useReports(["mine"], { mine: true });
}

/** Dismiss, warn or suspend. */
export function useDecide() {
  const api = useApi();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ reportId, decision }: { reportId: string; decision: Decision }) =>
      api.put("/community/reports", { query: { reportId }, body: decision }),
    // Also when another moderator was first: the list shows what is true now.
    onSettled: () => queries.invalidateQueries({ queryKey: ["reports"] }),
  });
}

/** Let a suspended person sign in again. */
export function useLift() {
  const api = useApi();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (userId: string) => api.delete("/community/suspensions", { query: { userId } }),
    onSettled: () => queries.invalidateQueries({ queryKey: ["reports"] }),
  });
}
