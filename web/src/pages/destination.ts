/** Where to go after signing in: the `next` of the address if it is a path of this site, else the start. */
export function destination(params: URLSearchParams): string {
  const next = params.get("next") ?? "/";
  // `//host` and `/\host` are other sites to a browser.
  return /^\/(?![/\\])/.test(next) && !/^\/sign-(?:in|up)\b/.test(next) ? next : "/";
}
