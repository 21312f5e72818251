import { useEffect } from "react";
import { useRouteError } from "react-router";
import { Button } from "../ui/Button";
import styles from "./Crash.module.css";

/** Where everything ends that no page expected, a bundle that can't be loaded among it. */
export function Crash() {
  const error = useRouteError();
  useEffect(() => {
    document.title = "Something went wrong · NEUFIT";
    console.error(error);
  }, [error]);
  return (
    <div className={styles.crash} role="alert">
      <h1>Something went wrong</h1>
      <p>This page met something that it did not expect. Nothing of yours is lost. Reload it, or go back to the start.</p>
      <div>
        <Button
          icon="retry"
          onClick={() => {
            window.location.reload();
          }}
        >
          Reload
        </Button>
        <Button
          look="quiet"
          onClick={() => {
            window.location.assign("/");
          }}
        >
          Go to the start
        </Button>
      </div>
    </div>
  );
}
