import { createContext, use } from "react";
import type { ApiClient, Credentials } from "../api/client";
import type { Body } from "../api/operations";
import type { Session } from "./vault";

export type Profile = Body<"/user", "post">;

export interface SessionActions {
  /** Sign in; throws ApiProblem. `lasting`: also after this tab is closed. */
  readonly signIn: (credentials: Credentials, lasting: boolean) => Promise<void>;
  /** Create the account and sign in; throws ApiProblem. */
  readonly signUp: (credentials: Credentials, profile: Profile) => Promise<void>;
  /** End this session here and on the server. The session is gone from this browser whatever the server says. */
  readonly signOut: () => Promise<void>;
  /** Forget a session that the server has already ended. */
  readonly forget: () => void;
}

export const ApiContext = createContext<ApiClient | null>(null);
export const SessionContext = createContext<(SessionActions & { session: Session | null }) | null>(null);

/** The API client that speaks for the session of this browser. */
export function useApi(): ApiClient {
  const api = use(ApiContext);
  if (api === null) throw new Error("useApi needs a SessionProvider above it");
  return api;
}

/** The session (null for a visitor) and what can be done with it. */
export function useSession(): SessionActions & { session: Session | null } {
  const value = use(SessionContext);
  if (value === null) throw new Error("useSession needs a SessionProvider above it");
  return value;
}

/** The session of a page that only signed-in people reach (its route is wrapped in Members). */
export function useMember(): Session {
  const { session } = useSession();
  if (session === null) throw new Error("useMember is for pages behind a sign-in");
  return session;
}
