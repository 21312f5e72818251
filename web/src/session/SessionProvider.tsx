import { useQueryClient } from "@tanstack/react-query";
import { type ReactNode, useEffect, useMemo, useSyncExternalStore } from "react";
import type { ApiClient } from "../api/client";
import { ApiContext, type SessionActions, SessionContext } from "./context";
import type { SessionVault } from "./vault";

interface SessionProviderProps {
  vault: SessionVault;
  api: ApiClient;
  children: ReactNode;
}

/** Gives the pages the session of this browser and the client that speaks for it. */
export function SessionProvider({ vault, api, children }: SessionProviderProps) {
  const session = useSyncExternalStore(vault.subscribe, vault.read);
  const queries = useQueryClient();

  useEffect(() => vault.follow(window), [vault]);
  // Answers belong to whoever asked: nothing of one person may be shown to the next.
  useEffect(
    () =>
      vault.subscribe(() => {
        queries.clear();
      }),
    [vault, queries],
  );

  const actions = useMemo<SessionActions>(
    () => ({
      async signIn(credentials, lasting) {
        vault.keep(await api.post("/auth", { credentials, anonymous: true }), lasting);
      },
      async signUp(credentials, profile) {
        await api.post("/user", { credentials, anonymous: true, body: profile });
        vault.keep(await api.post("/auth", { credentials, anonymous: true }), true);
      },
      async signOut() {
        try {
          if (vault.read() !== null) await api.delete("/auth", {});
        } finally {
          vault.drop();
        }
      },
      forget() {
        vault.drop();
      },
    }),
    [api, vault],
  );

  const value = useMemo(() => ({ session, ...actions }), [session, actions]);
  return (
    <ApiContext value={api}>
      <SessionContext value={value}>{children}</SessionContext>
    </ApiContext>
  );
}
