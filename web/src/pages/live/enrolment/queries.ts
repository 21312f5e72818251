import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import type { Body } from "../../../api/operations";
import { useApi } from "../../../session/context";

const FRESH_MS = 30_000;
const PAGE = 50;

function useSettled() {
  const queries = useQueryClient();
  return () =>
    Promise.all(
      ["meeting", "meetings", "roster", "series", "calendar"].map((part) => queries.invalidateQueries({ queryKey: [part] })),
    );
}

/** Enrol in a class (true) or leave it (false). */
export function useEnrolment(meetingId: string) {
  const api = useApi();
  const settled = useSettled();
  return useMutation({
    mutationFn: (enrol: boolean) =>
      enrol
        ? api.post("/meet/enrolment", { body: { meetingId } })
        : api.delete("/meet/enrolment", { query: { meetingId } }),
    onSettled: settled,
  });
}

/** Which place one has on the waitlist. */
export function usePosition(meetingId: string, waits: boolean) {
  const api = useApi();
  return useQuery({
    queryKey: ["roster", meetingId, "own"],
    queryFn: ({ signal }) => api.get("/meet/enrolment", { signal, query: { meetingId, limit: 1 } }),
    enabled: waits,
    refetchInterval: FRESH_MS,
  });
}

/** Everybody in a roster, for the host: those with seats, then who waits, in order. */
export function useRoster(meetingId: string) {
  const api = useApi();
  return useInfiniteQuery({
    queryKey: ["roster", meetingId],
    queryFn: ({ pageParam, signal }) =>
      api.get("/meet/enrolment", {
        signal,
        query: { meetingId, limit: PAGE, ...(pageParam === null ? {} : { cursor: pageParam }) },
      }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.cursor,
    refetchInterval: FRESH_MS,
  });
}

/** Change one class. */
export function useChangeClass(meetingId: string) {
  const api = useApi();
  const settled = useSettled();
  return useMutation({
    mutationFn: (body: Body<"/meet", "put">) => api.put("/meet", { query: { meetingId }, body }),
    onSettled: settled,
  });
}

/** Cancel one class. */
export function useCancelClass(meetingId: string) {
  const api = useApi();
  const settled = useSettled();
  return useMutation({ mutationFn: () => api.delete("/meet", { query: { meetingId } }), onSettled: settled });
}
