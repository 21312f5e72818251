import { Link } from "react-router";
import { usePage } from "../app/page";

export function ForbiddenPage() {
  const heading = usePage("Not for this account");
  return (
    <>
      <h1 ref={heading} tabIndex={-1}>
        This page is for instructors
      </h1>
      <p>Your account can watch and subscribe. To publish workouts, sign up as an instructor.</p>
      <Link to="/">Go to the start</Link>
    </>
  );
}
