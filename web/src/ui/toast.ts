import { createContext, use } from "react";

export interface Toast {
  id: number;
  tone: "done" | "wrong";
  text: string;
}

export type Announce = (text: string, tone?: Toast["tone"]) => void;

export const ToastContext = createContext<Announce | null>(null);

/** Say something briefly: it is shown at the edge of the screen and read out by screen readers, politely. */
export function useToast(): Announce {
  const announce = use(ToastContext);
  if (announce === null) throw new Error("useToast needs a ToastProvider above it");
  return announce;
}
