import "@fontsource-variable/archivo/wdth.css";
import "./styles/tokens.css";
import "./styles/base.css";
import "./styles/hues.css";
import { QueryClientProvider } from "@tanstack/react-query";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { RouterProvider } from "react-router";
import { api, vault } from "./app/api";
import { queryClient } from "./app/queries";
import { router } from "./app/routes";
import { SessionProvider } from "./session/SessionProvider";
import { ToastProvider } from "./ui/ToastProvider";

const root = document.getElementById("root");
if (root === null) throw new Error("index.html lacks #root");

// Nearly every visit leads to a video: its page is fetched when the first one has all it needs.
window.addEventListener("load", () => {
  void import("./pages/watch/WatchPage").catch(() => undefined);
});

createRoot(root).render(
  <StrictMode>
    <QueryClientProvider client={queryClient}>
      <SessionProvider vault={vault} api={api}>
        <ToastProvider>
          <RouterProvider router={router} />
        </ToastProvider>
      </SessionProvider>
    </QueryClientProvider>
  </StrictMode>,
);
