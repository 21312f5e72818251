import { createBrowserRouter } from "react-router";
import { HomePage } from "../pages/HomePage";
import { NotFoundPage } from "../pages/NotFoundPage";
import { Members } from "./Members";
import { Shell } from "./Shell";

export const router = createBrowserRouter([
  {
    element: <Shell />,
    children: [
      { index: true, element: <HomePage /> },
      {
        path: "watch/:mediaId",
        lazy: async () => ({ Component: (await import("../pages/WatchPage")).WatchPage }),
      },
      {
        element: <Members roles={["instructor"]} />,
        children: [
          {
            path: "studio",
            lazy: async () => ({ Component: (await import("../pages/StudioPage")).StudioPage }),
          },
        ],
      },
      { path: "*", element: <NotFoundPage /> },
    ],
  },
]);
