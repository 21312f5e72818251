import type { LibraryFilter } from "../../api/queries";

const LENGTHS = ["short", "medium", "long"] as const;
const ORDERS = ["newest", "watched"] as const;
const LONGEST_QUERY = 200;

/** What is looked for, as the address of the page holds it. Absent: no condition. */
export interface Filter {
  q: string;
  topic: string | null;
  length: (typeof LENGTHS)[number] | null;
  order: (typeof ORDERS)[number];
}

/** The filter in an address; what it does not know counts as not said. */
export function filterOf(params: URLSearchParams): Filter {
  const topic = params.get("topic");
  return {
    q: (params.get("q") ?? "").trim().slice(0, LONGEST_QUERY),
    topic: topic === "" ? null : topic,
    length: LENGTHS.find((length) => length === params.get("length")) ?? null,
    order: ORDERS.find((order) => order === params.get("order")) ?? "newest",
  };
}

/** The shortest address of a filter: the same filter has always the same one. */
export function paramsOf(filter: Filter): URLSearchParams {
  const params = new URLSearchParams();
  if (filter.q !== "") params.set("q", filter.q);
  if (filter.topic !== null) params.set("topic", filter.topic);
  if (filter.length !== null) params.set("length", filter.length);
  if (filter.order !== "newest") params.set("order", filter.order);
  return params;
}

/** The filter as the API takes it. */
export function queryOf(filter: Filter): LibraryFilter {
  return {
    order: filter.order,
    ...(filter.q !== "" && { q: filter.q }),
    ...(filter.topic !== null && { topic: filter.topic }),
    ...(filter.length !== null && { length: filter.length }),
  };
}
