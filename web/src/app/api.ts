import { ApiClient } from "../api/client";
import { SessionVault } from "../session/vault";

/** The session of this browser, and the client that speaks for it: made once, before anything is drawn. */
export const vault = new SessionVault(window.localStorage, window.sessionStorage);
export const api = new ApiClient({ base: "/api", session: vault });
