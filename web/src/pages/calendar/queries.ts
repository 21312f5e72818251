import { type QueryClient, useInfiniteQuery, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import type { CalendarEvent } from "../../api/model";
import { ApiProblem } from "../../api/problem";
import type { Answer, Body, Query } from "../../api/operations";
import { useApi } from "../../session/context";

type Calendar = Answer<"/schedule", "get">;
export type RequestState = NonNullable<Query<"/schedule/requests", "get">["state"]>;

const PAGE = 12;
/** What others do to one's calendar is seen without a reload. */
const FRESH_MS = 30_000;
const EVENTS = ["calendar", "events"] as const;

/** What a step changes, wherever it is shown. */
export function refreshCalendar(queries: QueryClient) {
  return Promise.all(
    ["calendar", "meeting", "meetings", "slots"].map((part) => queries.invalidateQueries({ queryKey: [part] })),
  );
}

/** One's calendar from an instant (ms) on. */
export function useCalendar(start: number, days: number) {
  const api = useApi();
  return useQuery({
    queryKey: [...EVENTS, start, days],
    queryFn: ({ signal }) =>
      api.get("/schedule", { signal, query: { from: new Date(start).toISOString(), range: days } }),
    refetchInterval: FRESH_MS,
    refetchOnWindowFocus: true,
    // Weeks that overlap show what is known of them at once.
    placeholderData: (shown) => shown,
  });
}

/** Requests that wait for an answer, or those that came to nothing, a page at a time. */
export function useRequests(state: RequestState) {
  const api = useApi();
  return useInfiniteQuery({
    queryKey: ["calendar", "requests", state],
    queryFn: ({ pageParam, signal }) =>
      api.get("/schedule/requests", {
        signal,
        query: { state, limit: PAGE, ...(pageParam === null ? {} : { cursor: pageParam }) },
      }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.cursor,
    refetchInterval: FRESH_MS,
  });
}

/** An event with its steps, and what can be done with it. */
export function useEvent(eventId: string) {
  const api = useApi();
  return useQuery({
    queryKey: ["calendar", "event", eventId],
    queryFn: ({ signal }) => api.get("/schedule/event", { signal, query: { eventId } }),
    refetchInterval: FRESH_MS,
  });
}

/** The free slots of an instructor, by days of a zone; from an instant (ms) on. */
export function useSlots(instructor: string, zone: string, start: number, days: number) {
  const api = useApi();
  return useQuery({
    queryKey: ["slots", instructor, zone, start, days],
    queryFn: ({ signal }) =>
      api.get("/schedule/slots", {
        signal,
        query: { instructor, zone, from: new Date(start).toISOString(), range: days },
      }),
    // Others book meanwhile.
    refetchInterval: FRESH_MS,
  });
}

/** When one takes sessions; null when one never said. */
export function useAvailability() {
  const api = useApi();
  return useQuery({
    queryKey: ["calendar", "availability"],
    queryFn: async ({ signal }) => {
      try {
        return await api.get("/schedule/availability", { signal });
      } catch (error) {
        if (error instanceof ApiProblem && error.status === 404) return null;
        throw error;
      }
    },
    // What is being edited isn't replaced under one's hands.
    staleTime: Infinity,
    // What was read for a former visit may be long changed: each begins with what is saved.
    gcTime: 0,
  });
}

/** Say when one takes sessions. Refused when that was changed elsewhere meanwhile. */
export function useSetAvailability() {
  const api = useApi();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (body: Body<"/schedule/availability", "put">) => api.put("/schedule/availability", { body }),
    onSuccess: (written) => {
      queries.setQueryData(["calendar", "availability"], written);
      return queries.invalidateQueries({ queryKey: ["slots"] });
    },
  });
}

/** Take a step with a booking. */
export function useStep() {
  const api = useApi();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (body: Body<"/schedule/step", "post">) => api.post("/schedule/step", { body }),
    onSettled: () => refreshCalendar(queries),
  });
}

/** Put an event on one's own calendar, or ask an instructor for a session. The same key is the same event. */
export function useAdd() {
  const api = useApi();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ key, ...body }: Body<"/schedule", "post"> & { key: string }) =>
      api.post("/schedule", { body, idempotencyKey: key }),
    onSettled: () => refreshCalendar(queries),
  });
}

export interface Move {
  readonly event: CalendarEvent;
  /** ms */
  readonly start: number;
  readonly end: number;
  readonly reason?: string;
  /** Put back where it was: an undo. */
  readonly back?: boolean;
}

/** Give something another time. It is shown there at once, and where it was again if that can't be. */
export function useMove() {
  const api = useApi();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async ({ event, start, end, reason = "", back = false }: Move): Promise<unknown> => {
      const times = { startTime: new Date(start).toISOString(), endTime: new Date(end).toISOString() };
      if (!event.booked) return api.put("/meet", { query: { meetingId: event.eventId }, body: times });
      if (back) return api.post("/schedule/step", { body: { eventId: event.eventId, step: "undo" } });
      return api.put("/schedule", { body: { eventId: event.eventId, ...times, reason, revision: event.revision } });
    },
    onMutate: async ({ event, start, end }) => {
      await queries.cancelQueries({ queryKey: EVENTS });
      const before = queries.getQueriesData<Calendar>({ queryKey: EVENTS });
      queries.setQueriesData<Calendar>({ queryKey: EVENTS }, (shown) =>
        shown === undefined ? shown : { ...shown, events: shown.events.map((each) => placed(each, event, start, end)) },
      );
      return before;
    },
    onError: (_error, _move, before) => {
      for (const [key, shown] of before ?? []) queries.setQueryData(key, shown);
    },
    onSettled: () => refreshCalendar(queries),
  });
}

function placed(each: CalendarEvent, moved: CalendarEvent, start: number, end: number): CalendarEvent {
  if (each.eventId !== moved.eventId) return each;
  return { ...each, startTime: new Date(start).toISOString(), endTime: new Date(end).toISOString() };
}
