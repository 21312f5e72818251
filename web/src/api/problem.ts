import type { components } from "./schema";

/** Who answers may also be a proxy: then the list of fields can be missing. */
type ProblemDetails = Omit<components["schemas"]["Problem"], "errors"> &
  Partial<Pick<components["schemas"]["Problem"], "errors">>;

/** What a call that did not succeed says: RFC 9457 problem details, or our words for a network that does not answer. */
export class ApiProblem extends Error {
  override readonly name = "ApiProblem";
  /** HTTP status; 0 when no answer came. */
  readonly status: number;
  /** Stable and machine readable: the last part of the problem's type (`not-found`), or `offline`, `timeout`. */
  readonly code: string;
  readonly title: string;
  /** A sentence for the person, saying what to do. */
  readonly detail: string;
  /** What is wrong with which field, by the field's name on the wire. */
  readonly fields: ReadonlyMap<string, string>;
  /** Seconds to wait before the next try, when the server named them. */
  readonly retryAfter: number | null;

  constructor(problem: {
    status: number;
    code: string;
    title: string;
    detail: string;
    fields?: Iterable<readonly [string, string]>;
    retryAfter?: number | null;
  }) {
    super(problem.detail);
    this.status = problem.status;
    this.code = problem.code;
    this.title = problem.title;
    this.detail = problem.detail;
    this.fields = new Map(problem.fields ?? []);
    this.retryAfter = problem.retryAfter ?? null;
  }

  /** Whether trying the same again later can help. */
  get passing(): boolean {
    return this.status === 0 || this.status === 429 || this.status >= 500;
  }
}

/** The problem that an unsuccessful response speaks of, whatever its body holds. */
export async function problemOf(response: Response): Promise<ApiProblem> {
  const retryAfter = secondsOf(response.headers.get("Retry-After"));
  const body: unknown = await response.json().catch(() => null);
  if (isProblem(body)) {
    return new ApiProblem({
      status: response.status,
      code: body.type.split(":").at(-1) ?? body.type,
      title: body.title,
      detail: body.detail,
      fields: (body.errors ?? []).map((item) => [item.field, item.detail] as const),
      retryAfter,
    });
  }
  return new ApiProblem({
    status: response.status,
    code: "unreadable",
    title: "Something went wrong on our side",
    detail: `The service answered ${response.status} without a reason. Try again in a moment.`,
    retryAfter,
  });
}

/** Anything thrown, as a problem that can be shown. */
export function asProblem(error: unknown): ApiProblem {
  if (error instanceof ApiProblem) return error;
  if (error instanceof DOMException && error.name === "TimeoutError") {
    return new ApiProblem({
      status: 0,
      code: "timeout",
      title: "This takes too long",
      detail: "The service did not answer in time. Check your connection and try again.",
    });
  }
  if (error instanceof TypeError) {
    return new ApiProblem({
      status: 0,
      code: "offline",
      title: "No connection",
      detail: "We can't reach NEUFIT. Check your connection and try again.",
    });
  }
  return new ApiProblem({
    status: 0,
    code: "unexpected",
    title: "Something went wrong",
    detail: "Something unexpected happened in this page. Reload it and try again.",
  });
}

function secondsOf(header: string | null): number | null {
  const seconds = Number(header);
  return header !== null && Number.isFinite(seconds) && seconds >= 0 ? seconds : null;
}

function isProblem(body: unknown): body is ProblemDetails {
  return (
    typeof body === "object" &&
    body !== null &&
    "type" in body &&
    typeof body.type === "string" &&
    "title" in body &&
    typeof body.title === "string" &&
    "detail" in body &&
    typeof body.detail === "string"
  );
}
