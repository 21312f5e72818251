import { Form, useLocation, useSearchParams } from "react-router";
import { Icon } from "../ui/icons";
import styles from "./SearchBox.module.css";

/** Search from anywhere: leads to Browse, which has its own box. */
export function SearchBox() {
  const { pathname } = useLocation();
  const [params] = useSearchParams();
  if (pathname === "/browse") return null;
  return (
    <Form role="search" action="/browse" className={styles.search} aria-label="All workouts">
      <label className="visually-hidden" htmlFor="search-everywhere">
        Search workouts
      </label>
      <Icon name="search" />
      <input
        id="search-everywhere"
        type="search"
        name="q"
        defaultValue={params.get("q") ?? ""}
        maxLength={200}
        placeholder="Search workouts"
        enterKeyHint="search"
        required
      />
    </Form>
  );
}
