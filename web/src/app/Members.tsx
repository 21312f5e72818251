import { Navigate, Outlet, useLocation } from "react-router";
import type { Role } from "../api/model";
import { useSession } from "../session/context";
import { ForbiddenPage } from "../pages/ForbiddenPage";

/** Lets signed-in people through (of these roles, when given) and sends everybody else to sign in and then back. */
export function Members({ roles }: { roles?: readonly Role[] }) {
  const { session } = useSession();
  const { pathname, search } = useLocation();
  if (session === null) {
    return <Navigate to={`/sign-in?${new URLSearchParams({ next: pathname + search }).toString()}`} replace />;
  }
  return roles === undefined || roles.includes(session.role) ? <Outlet /> : <ForbiddenPage />;
}
