import { type RefObject, useEffect, useRef } from "react";
import { useLocation } from "react-router";

/** The entry of the browser's history with which this document began. */
let began: string | null = null;

/**
 * Names the page: sets the document's title and, when one came here by a link, moves the focus to the page's heading
 * so that a screen reader says where one is. Put the ref on the `h1`, with `tabIndex={-1}`.
 */
export function usePage(title: string): RefObject<HTMLHeadingElement | null> {
  const heading = useRef<HTMLHeadingElement>(null);
  const { key, pathname } = useLocation();
  useEffect(() => {
    document.title = title === "" ? "NEUFIT" : `${title} · NEUFIT`;
  }, [title]);
  useEffect(() => {
    // Where a document begins, also by a reload, the browser's own order holds.
    began ??= key;
    if (key !== began) heading.current?.focus({ preventScroll: true });
    // Only another path is another page; a changed query (a filter, a word) keeps the focus where it is.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [pathname]);
  return heading;
}
