import "@fontsource-variable/archivo/wdth.css";
import "./styles/tokens.css";
import "./styles/base.css";
import "./styles/hues.css";
import { QueryClientProvider } from "@tanstack/react-query";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { RouterProvider } from "react-router";
import { queryClient } from "./app/queries";
import { router } from "./app/routes";
import { SessionProvider } from "./session/SessionProvider";
import { SessionVault } from "./session/vault";
import { ToastProvider } from "./ui/ToastProvider";

const root = document.getElementById("root");
if (root === null) throw new Error("index.html lacks #root");

const vault = new SessionVault(window.localStorage, window.sessionStorage);

createRoot(root).render(
  <StrictMode>
    <QueryClientProvider client={queryClient}>
      <SessionProvider vault={vault}>
        <ToastProvider>
          <RouterProvider router={router} />
        </ToastProvider>
      </SessionProvider>
    </QueryClientProvider>
  </StrictMode>,
);
