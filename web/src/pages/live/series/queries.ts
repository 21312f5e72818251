import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import type { ApiClient } from "../../../api/client";
import type { Answer, Body } from "../../../api/operations";
import { useApi } from "../../../session/context";

export type Series = Answer<"/meet/series", "get">;
export type SeriesClass = Series["classes"][number];

/** Making, moving or calling off a year of classes takes its time. */
const LONG_MS = 60_000;

/** Plan a series; the same key makes it once. */
export async function planSeries(api: ApiClient, body: Body<"/meet/series", "post">, key: string): Promise<void> {
  await api.post("/meet/series", { idempotencyKey: key, body, timeout: LONG_MS });
}

/** A series and its classes. */
export function useSeries(seriesId: string) {
  const api = useApi();
  return useQuery({
    queryKey: ["series", seriesId],
    queryFn: ({ signal }) => api.get("/meet/series", { signal, query: { seriesId } }),
  });
}

function useSettled() {
  const queries = useQueryClient();
  return () =>
    Promise.all(
      ["meeting", "meetings", "roster", "series", "calendar"].map((part) => queries.invalidateQueries({ queryKey: [part] })),
    );
}

/** Enrol in all classes of a series that are ahead, or leave them. */
export function useSeriesEnrolment(seriesId: string) {
  const api = useApi();
  const settled = useSettled();
  return useMutation({
    mutationFn: (enrol: boolean) =>
      enrol
        ? api.post("/meet/enrolment", { body: { seriesId }, timeout: LONG_MS })
        : api.delete("/meet/enrolment", { query: { seriesId }, timeout: LONG_MS }),
    onSettled: settled,
  });
}

/** Change the classes of a series from one on. */
export function useChangeSeries(seriesId: string) {
  const api = useApi();
  const settled = useSettled();
  return useMutation({
    mutationFn: (body: Body<"/meet/series", "put">) =>
      api.put("/meet/series", { query: { seriesId }, body, timeout: LONG_MS }),
    onSettled: settled,
  });
}

/** Cancel the classes of a series from one on. */
export function useCancelSeries(seriesId: string) {
  const api = useApi();
  const settled = useSettled();
  return useMutation({
    mutationFn: (from: string) => api.delete("/meet/series", { query: { seriesId, from }, timeout: LONG_MS }),
    onSettled: settled,
  });
}
