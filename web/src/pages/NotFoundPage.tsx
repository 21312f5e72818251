import { Link } from "react-router";
import { usePage } from "../app/page";

export function NotFoundPage() {
  const heading = usePage("Page not found");
  return (
    <>
      <h1 ref={heading} tabIndex={-1}>
        There is nothing here
      </h1>
      <p>The address may be mistyped, or what it named has been taken away.</p>
      <Link to="/">Go to the start</Link>
    </>
  );
}
