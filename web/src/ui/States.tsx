import type { ReactNode } from "react";
import { asProblem } from "../api/problem";
import { Button } from "./Button";
import { Icon, type IconName } from "./icons";
import styles from "./States.module.css";

/** Nothing is here yet: says why and what to do next. */
export function EmptyState({
  icon = "browse",
  title,
  children,
  actions,
}: {
  icon?: IconName;
  title: string;
  children: ReactNode;
  actions?: ReactNode;
}) {
  return (
    <div className={styles.state}>
      <span className={styles.mark}>
        <Icon name={icon} size={28} />
      </span>
      <h2>{title}</h2>
      <p>{children}</p>
      {actions && <div className={styles.actions}>{actions}</div>}
    </div>
  );
}

/** Something could not be read: says what and offers to try again. */
export function ErrorState({ error, retry }: { error: unknown; retry?: () => void }) {
  const problem = asProblem(error);
  return (
    <div className={styles.state} role="alert">
      <span className={styles.mark}>
        <Icon name={problem.code === "offline" ? "offline" : "warning"} size={28} />
      </span>
      <h2>{problem.title}</h2>
      <p>{problem.detail}</p>
      {retry && (
        <div className={styles.actions}>
          <Button look="quiet" icon="retry" onClick={retry}>
            Try again
          </Button>
        </div>
      )}
    </div>
  );
}

/** What is wrong with a form as a whole. */
export function FormProblem({ error }: { error: unknown }) {
  if (error === null || error === undefined) return null;
  return (
    <div className={styles.problem} role="alert">
      <Icon name="warning" />
      <p>{asProblem(error).detail}</p>
    </div>
  );
}

/** Says in words that something is being loaded, and that it is there. */
export function LoadingNote({ loading, text }: { loading: boolean; text: string }) {
  return (
    <p className="visually-hidden" role="status">
      {loading ? text : ""}
    </p>
  );
}
