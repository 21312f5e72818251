import type { ProgramCard } from "../../api/model";
import { counted } from "../../format/format";

export const LEVELS = [
  ["beginner", "Beginner"],
  ["intermediate", "Intermediate"],
  ["advanced", "Advanced"],
] as const satisfies readonly (readonly [ProgramCard["level"], string])[];

const LABELS = new Map<ProgramCard["level"], string>(LEVELS);

export function levelLabel(level: ProgramCard["level"]): string {
  return LABELS.get(level) ?? level;
}

/** `4 weeks · 12 workouts`. */
export function sizeOf({ weekCount, workoutCount }: Pick<ProgramCard, "weekCount" | "workoutCount">): string {
  return `${counted(weekCount, "week")} · ${counted(workoutCount, "workout")}`;
}

/** How far somebody is, in words. */
export function howFar({ done, total, finished }: { done: number; total: number; finished: boolean }): string {
  if (finished) return "Finished. Well done!";
  return done === 0 ? "Not begun yet" : `${done} of ${counted(total, "workout")} done`;
}
