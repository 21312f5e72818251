import { usePage } from "../app/page";

export function HomePage() {
  const heading = usePage("");
  return (
    <h1 ref={heading} tabIndex={-1}>
      NEUFIT
    </h1>
  );
}
