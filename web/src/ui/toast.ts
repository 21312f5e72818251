import { createContext, use } from "react";

export interface Toast {
  id: number;
  tone: "done" | "wrong";
  text: string;
  action?: ToastAction | undefined;
}

/** What can be done about it at once, such as taking it back. */
export interface ToastAction {
  label: string;
  run: () => void;
}

export type Announce = (text: string, tone?: Toast["tone"], action?: ToastAction) => void;

export const ToastContext = createContext<Announce | null>(null);

/** Say something briefly: it is shown at the edge of the screen and read out by screen readers, politely. */
export function useToast(): Announce {
  const announce = use(ToastContext);
  if (announce === null) throw new Error("useToast needs a ToastProvider above it");
  return announce;
}
