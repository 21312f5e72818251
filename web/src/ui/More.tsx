import { Button } from "./Button";
import styles from "./More.module.css";

interface Pages {
  hasNextPage: boolean;
  isFetchingNextPage: boolean;
  isFetchNextPageError: boolean;
  fetchNextPage: () => unknown;
}

/** Leads on in a listing, and says when it has come to its end. */
export function More({ pages, end }: { pages: Pages; end?: string }) {
  if (!pages.hasNextPage) return end === undefined ? null : <p className={styles.end}>{end}</p>;
  return (
    <div className={styles.more}>
      {pages.isFetchNextPageError && <p role="alert">That did not work. Check your connection and try again.</p>}
      <Button look="quiet" busy={pages.isFetchingNextPage} onClick={() => void pages.fetchNextPage()}>
        Show more
      </Button>
    </div>
  );
}
