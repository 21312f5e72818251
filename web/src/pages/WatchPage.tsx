import { useParams } from "react-router";
import { usePage } from "../app/page";

export function WatchPage() {
  const { mediaId } = useParams();
  const heading = usePage("Watch");
  return (
    <h1 ref={heading} tabIndex={-1}>
      {mediaId}
    </h1>
  );
}
