import { usePage } from "../app/page";

export function StudioPage() {
  const heading = usePage("Studio");
  return (
    <h1 ref={heading} tabIndex={-1}>
      Studio
    </h1>
  );
}
