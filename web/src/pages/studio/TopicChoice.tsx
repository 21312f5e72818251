import { useTopics } from "../../api/queries";
import styles from "./Form.module.css";

const MOST = 8;

/** Which topics a video belongs to: those who subscribe to one find it in their feed. */
export function TopicChoice({ chosen, onChange }: { chosen: readonly string[]; onChange: (topics: string[]) => void }) {
  const { data } = useTopics();
  const topics = data?.items ?? [];
  if (topics.length === 0) return null;
  return (
    <fieldset className={styles.topics}>
      <legend>Topics</legend>
      <div>
        {topics.map(({ slug, name }) => {
          const checked = chosen.includes(slug);
          return (
            <label key={slug}>
              <input
                type="checkbox"
                checked={checked}
                disabled={!checked && chosen.length >= MOST}
                onChange={() => {
                  onChange(checked ? chosen.filter((other) => other !== slug) : [...chosen, slug]);
                }}
              />
              <span>{name}</span>
            </label>
          );
        })}
      </div>
    </fieldset>
  );
}
