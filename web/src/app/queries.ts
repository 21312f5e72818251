import { QueryClient } from "@tanstack/react-query";

/** The cache of what the API answered. The client itself tries again where that helps, so queries do not. */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: { retry: false, staleTime: 30_000, refetchOnWindowFocus: false, networkMode: "always" },
    mutations: { retry: false, networkMode: "always" },
  },
});
