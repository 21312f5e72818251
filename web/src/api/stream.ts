import { type QueryClient, queryOptions } from "@tanstack/react-query";
import type { ApiClient } from "./client";

/** The addresses of pictures in the answer are signed for a while only. */
const STREAM_MS = 20 * 60_000;
/** A ticket lives a minute; what was asked for ahead is used soon or not at all. */
const TICKET_MS = 20_000;

/** What is known of a video that can be watched. */
export function streamQuery(api: ApiClient, mediaId: string) {
  return queryOptions({
    queryKey: ["stream", mediaId],
    queryFn: ({ signal }) => api.get("/media/stream", { signal, query: { mediaId } }),
    staleTime: STREAM_MS,
  });
}

function ticketQuery(api: ApiClient, mediaId: string) {
  return queryOptions({
    queryKey: ["ticket", mediaId],
    queryFn: () => api.post("/media/stream", { query: { mediaId }, body: {} }),
    staleTime: TICKET_MS,
    gcTime: TICKET_MS,
  });
}

/** Ask for what the page of a video needs while its code is still coming. Failures are met again by the page. */
export function foresee(queries: QueryClient, api: ApiClient, mediaId: string, ticket: boolean): void {
  void queries.query(streamQuery(api, mediaId)).catch(() => undefined);
  if (ticket) void queries.query(ticketQuery(api, mediaId)).catch(() => undefined);
}

/** The first ticket of a viewing: the one that was asked for ahead, or a new one. It is given out once. */
export async function firstTicket(queries: QueryClient, api: ApiClient, mediaId: string) {
  const query = ticketQuery(api, mediaId);
  try {
    return await queries.query(query);
  } finally {
    queries.removeQueries({ queryKey: query.queryKey, exact: true });
  }
}
