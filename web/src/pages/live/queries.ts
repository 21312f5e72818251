import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import type { ApiClient } from "../../api/client";
import type { Query } from "../../api/operations";
import type { ReportRequest } from "../../api/model";
import { useApi, useSession } from "../../session/context";
import { refreshCalendar } from "../calendar/queries";

type MeetingFilter = Omit<Query<"/meet/upcoming", "get">, "cursor" | "limit">;

const PAGE = 24;
/** What is live changes by the minute. */
const FRESH_MS = 30_000;

/** Meetings that run now, then those to come, a page at a time. For people who are signed in. */
export function useMeetings(filter: MeetingFilter, limit = PAGE) {
  const api = useApi();
  const { session } = useSession();
  return useInfiniteQuery({
    queryKey: ["meetings", filter, limit],
    queryFn: ({ pageParam, signal }) =>
      api.get("/meet/upcoming", {
        signal,
        query: { ...filter, limit, ...(pageParam === null ? {} : { cursor: pageParam }) },
      }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.cursor,
    enabled: session !== null,
    refetchInterval: FRESH_MS,
  });
}

/** A meeting and who belongs to it. */
export function useMeeting(meetingId: string) {
  const api = useApi();
  return useQuery({
    queryKey: ["meeting", meetingId],
    queryFn: ({ signal }) => api.get("/meet", { signal, query: { meetingId } }),
    // It begins, is moved or called off while one waits in front of it.
    refetchInterval: FRESH_MS,
  });
}

export interface NewMeeting {
  readonly kind: "group_class" | "one_on_one";
  readonly title: string;
  /** User ids; of a one-on-one session the one customer. */
  readonly users: readonly string[];
  /** Null: now. */
  readonly startTime: string | null;
  readonly minutes: number;
  /** The seats of a class; null is as many as come. */
  readonly capacity: number | null;
  /** The same for the same meeting, however often it is asked for. */
  readonly key: string;
}

const MINUTE_MS = 60_000;

/** Make a meeting. Returns its id. */
export async function makeMeeting(api: ApiClient, plan: NewMeeting, now: number = Date.now()): Promise<string> {
  const starts = plan.startTime === null ? now : Date.parse(plan.startTime);
  const { meetingId } = await api.post("/meet", {
    idempotencyKey: plan.key,
    body: {
      kind: plan.kind,
      title: plan.title,
      ...(plan.users.length > 0 && { users: [...plan.users] }),
      ...(plan.capacity !== null && { capacity: plan.capacity }),
      ...(plan.startTime !== null && { startTime: plan.startTime }),
      endTime: new Date(Math.ceil(starts / MINUTE_MS) * MINUTE_MS + plan.minutes * MINUTE_MS).toISOString(),
    },
  });
  return meetingId;
}

/** Let a meeting go on until another time, ms. */
export function useExtendMeeting() {
  const api = useApi();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ meetingId, end }: { meetingId: string; end: number }) =>
      api.put("/meet", { query: { meetingId }, body: { endTime: new Date(end).toISOString() } }),
    onSettled: () => refreshCalendar(queries),
  });
}

/** Cancel a meeting before its start, or end it. */
export function useCloseMeeting() {
  const api = useApi();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (meetingId: string) => api.delete("/meet", { query: { meetingId } }),
    onSettled: () => Promise.all(["meetings", "calendar"].map((part) => queries.invalidateQueries({ queryKey: [part] }))),
  });
}

/** Block a person: neither sees, hears or reads the other in meetings from then on. */
export function useBlock() {
  const api = useApi();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (userId: string) => api.post("/community/blocks", { body: { userId } }),
    onSettled: () =>
      Promise.all(
        ["meetings", "blocks", "library", "feed", "instructors", "profile"].map((part) =>
          queries.invalidateQueries({ queryKey: [part] }),
        ),
      ),
  });
}

/** Tell the moderators. */
export function useReport() {
  const api = useApi();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (report: ReportRequest) => api.post("/community/reports", { body: report }),
    onSuccess: () => queries.invalidateQueries({ queryKey: ["reports"] }),
  });
}
