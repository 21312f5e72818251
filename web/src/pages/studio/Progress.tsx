import type { StudioItem } from "../../api/model";
import { Meter } from "./Meter";
import styles from "./Progress.module.css";

const STEPS: Readonly<Record<string, string>> = {
  verify: "Check the file",
  probe: "Read the video",
  plan: "Plan",
  thumbnails: "Pictures",
  encode: "Encode",
  stitch: "Join",
  publish: "Publish",
};

/** How far publishing is, in percent of the whole and of each step. */
export function Progress({ item }: { item: StudioItem }) {
  const { progress } = item;
  if (progress === null) return <p className={styles.waits}>Waits for its turn. It starts by itself.</p>;
  const step = STEPS[progress.step] ?? progress.step;
  return (
    <div className={styles.progress}>
      <div className={styles.whole}>
        <Meter label={`Publishing of ${item.title}`} share={progress.percent / 100} />
        <span>{`${Math.round(progress.percent)} %`}</span>
      </div>
      <ol className={styles.steps} aria-label="Steps">
        {progress.steps.map(({ name, percent }) => {
          const now = name === progress.step && percent < 100;
          return (
            <li key={name} data-done={percent >= 100} data-now={now || (percent > 0 && percent < 100)} {...(now && { "aria-current": "step" })}>
              {STEPS[name] ?? name}
              <span>{percent >= 100 ? <span className="visually-hidden">done</span> : percent > 0 ? ` ${Math.round(percent)} %` : ""}</span>
            </li>
          );
        })}
      </ol>
      <p className="visually-hidden" role="status">{`${item.title}: ${step}`}</p>
    </div>
  );
}
