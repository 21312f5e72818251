import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback } from "react";
import type { StudioItem } from "../../api/model";
import { useApi } from "../../session/context";

const PAGE = 50;
const BUSY_MS = 1500;
/** In a tab that nobody sees. */
const HIDDEN_MS = 15_000;

/** One's own items in every state; asked again and again while something is being prepared. */
export function useStudioItems() {
  const api = useApi();
  return useInfiniteQuery({
    queryKey: ["studio"],
    queryFn: ({ pageParam, signal }) =>
      api.get("/media/studio", { signal, query: { limit: PAGE, ...(pageParam === null ? {} : { cursor: pageParam }) } }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.cursor,
    staleTime: 0,
    refetchInterval: (query) => {
      const items = query.state.data?.pages.flatMap((page) => page.items) ?? [];
      if (!items.some(moving)) return false;
      return document.hidden ? HIDDEN_MS : BUSY_MS;
    },
    refetchIntervalInBackground: true,
    refetchOnWindowFocus: true,
  });
}

/** Whether it changes by itself: it waits to be prepared, or is. */
export function moving(item: StudioItem): boolean {
  return item.status === "processing" || item.replacing || (item.status === "uploading" && (item.uploaded || item.recording));
}

/** Uploads that were begun, here or on another device, and are not finished. */
export function useUnfinishedUploads() {
  const api = useApi();
  return useQuery({
    queryKey: ["uploads"],
    queryFn: ({ signal }) => api.get("/media/uploads", { signal }),
    staleTime: 0,
  });
}

/** Read everything in the studio anew. */
export function useStudioRefresh() {
  const queries = useQueryClient();
  return useCallback(() => {
    void queries.invalidateQueries({ queryKey: ["studio"] });
    void queries.invalidateQueries({ queryKey: ["uploads"] });
  }, [queries]);
}

export interface Edit {
  readonly title: string;
  readonly description: string;
  readonly topics: readonly string[];
}

/** What can be done with one item. Afterwards the studio is read anew. */
export function useItemActions(item: StudioItem) {
  const api = useApi();
  const refresh = useStudioRefresh();
  const queries = useQueryClient();
  const query = { mediaId: item.mediaId };
  const settled = {
    onSettled: () => {
      refresh();
      // What others see of it has changed, too.
      for (const queryKey of [["library"], ["feed"], ["stream", item.mediaId]]) void queries.invalidateQueries({ queryKey });
    },
  };
  return {
    archive: useMutation({ mutationFn: () => api.delete("/media", { query }), ...settled }),
    restore: useMutation({ mutationFn: () => api.post("/media/restore", { query }), ...settled }),
    again: useMutation({ mutationFn: () => api.post("/media/retry", { query }), ...settled }),
    edit: useMutation({
      mutationFn: ({ title, description, topics }: Edit) =>
        api.put("/media", { query, body: { title, description, topics: [...topics], revision: item.revision } }),
      ...settled,
    }),
  };
}
