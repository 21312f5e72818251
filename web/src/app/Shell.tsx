import { Outlet, ScrollRestoration } from "react-router";

export function Shell() {
  return (
    <>
      <main id="main">
        <Outlet />
      </main>
      <ScrollRestoration />
    </>
  );
}
