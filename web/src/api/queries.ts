import { queryOptions, useInfiniteQuery, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useApi, useSession } from "../session/context";
import type { ApiClient } from "./client";
import type { Query } from "./operations";

export type LibraryFilter = Omit<Query<"/media/library", "get">, "cursor" | "limit">;

const PAGE = 24;
const HALF_HOUR = 30 * 60_000;

function topicsQuery(api: ApiClient) {
  return queryOptions({
    queryKey: ["topics"],
    queryFn: ({ signal }) => api.get("/user/topics", { signal, anonymous: true }),
    staleTime: HALF_HOUR,
  });
}

/** All topics, by name. */
export function useTopics() {
  return useQuery(topicsQuery(useApi()));
}

/** The profile of the person who is signed in, with what they subscribe to. */
export function useOwnProfile() {
  const api = useApi();
  const { session } = useSession();
  return useQuery({
    queryKey: ["profile", "own"],
    queryFn: ({ signal }) => api.get("/user", { signal }),
    enabled: session !== null,
  });
}

/** What everybody may know of a person. */
export function usePublicProfile(userId: string) {
  const api = useApi();
  return useQuery({
    queryKey: ["profile", userId],
    queryFn: ({ signal }) => api.get("/user", { signal, about: userId }),
  });
}

/** Published videos, a page at a time. */
export function useLibrary(filter: LibraryFilter, limit = PAGE) {
  const api = useApi();
  return useInfiniteQuery({
    queryKey: ["library", filter, limit],
    queryFn: ({ pageParam, signal }) =>
      api.get("/media/library", {
        signal,
        query: { ...filter, limit, ...(pageParam === null ? {} : { cursor: pageParam }) },
      }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.cursor,
    // While other words are looked up, what was found before stays in sight.
    placeholderData: (shown) => shown,
  });
}

/** What the sources of the signed-in person published, newest first. */
export function useFeed() {
  const api = useApi();
  return useInfiniteQuery({
    queryKey: ["feed"],
    queryFn: ({ pageParam, signal }) =>
      api.get("/media/feed", { signal, query: { limit: PAGE, ...(pageParam === null ? {} : { cursor: pageParam }) } }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.cursor,
  });
}

/** Instructors, a page at a time. */
export function useInstructors(limit = PAGE) {
  const api = useApi();
  return useInfiniteQuery({
    queryKey: ["instructors", limit],
    queryFn: ({ pageParam, signal }) =>
      api.get("/user/instructors", {
        signal,
        query: { limit, ...(pageParam === null ? {} : { cursor: pageParam }) },
      }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.cursor,
  });
}

/** The devices on which the person is signed in. */
export function useSessions() {
  const api = useApi();
  return useQuery({ queryKey: ["sessions"], queryFn: ({ signal }) => api.get("/auth", { signal }) });
}

/** Subscribe to an instructor or a topic, or stop. The feed and the profile are read anew afterwards. */
export function useSubscription(source: string) {
  const api = useApi();
  const queries = useQueryClient();
  const { data: profile } = useOwnProfile();
  const subscribed = profile?.subscriptions.includes(source) ?? false;
  const change = useMutation({
    mutationFn: (wanted: boolean) =>
      wanted
        ? api.post("/user/subscriptions", { body: { source } })
        : api.delete("/user/subscriptions", { query: { source } }),
    onSettled: () =>
      Promise.all([
        queries.invalidateQueries({ queryKey: ["profile"] }),
        queries.invalidateQueries({ queryKey: ["feed"] }),
        queries.invalidateQueries({ queryKey: ["instructors"] }),
      ]),
  });
  return { known: profile !== undefined, subscribed, change };
}
