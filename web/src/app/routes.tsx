import { createBrowserRouter } from "react-router";
import { foresee } from "../api/stream";
import { BrowsePage } from "../pages/BrowsePage";
import { HomePage } from "../pages/HomePage";
import { InstructorPage } from "../pages/InstructorPage";
import { InstructorsPage } from "../pages/InstructorsPage";
import { NotFoundPage } from "../pages/NotFoundPage";
import { SignInPage } from "../pages/SignInPage";
import { SignUpPage } from "../pages/SignUpPage";
import { hasMediaSource } from "../player/media-source";
import { api } from "./api";
import { Crash } from "./Crash";
import { Members } from "./Members";
import { queryClient } from "./queries";
import { Shell } from "./Shell";
import { Waiting } from "./Waiting";

/** Every address of the application. What visitors need first is in the first bundle, the rest comes when it is asked for. */
export const router = createBrowserRouter([
  {
    element: <Shell />,
    errorElement: <Crash />,
    hydrateFallbackElement: <Waiting />,
    children: [
      {
        errorElement: <Crash />,
        children: [
          { index: true, element: <HomePage /> },
          { path: "browse", element: <BrowsePage /> },
          { path: "instructors", element: <InstructorsPage /> },
          { path: "instructors/:userId", element: <InstructorPage /> },
          { path: "sign-in", element: <SignInPage /> },
          { path: "sign-up", element: <SignUpPage /> },
          {
            path: "watch/:mediaId",
            loader: ({ params: { mediaId = "" } }) => {
              foresee(queryClient, api, mediaId, hasMediaSource());
              return null;
            },
            lazy: async () => ({ Component: (await import("../pages/watch/WatchPage")).WatchPage }),
          },
          {
            path: "programs",
            lazy: async () => ({ Component: (await import("../pages/programs/ProgramsPage")).ProgramsPage }),
          },
          {
            path: "programs/:programId",
            lazy: async () => ({ Component: (await import("../pages/programs/ProgramPage")).ProgramPage }),
          },
          {
            element: <Members />,
            children: [
              {
                path: "progress",
                lazy: async () => ({ Component: (await import("../pages/progress/ProgressPage")).ProgressPage }),
              },
              {
                path: "live",
                lazy: async () => ({ Component: (await import("../pages/live/listing/LivePage")).LivePage }),
              },
              {
                path: "calendar",
                lazy: async () => ({ Component: (await import("../pages/calendar/CalendarPage")).CalendarPage }),
              },
              {
                path: "calendar/events/:eventId",
                lazy: async () => ({ Component: (await import("../pages/calendar/EventPage")).EventPage }),
              },
              {
                path: "inbox",
                lazy: async () => ({ Component: (await import("../pages/inbox/InboxPage")).InboxPage }),
              },
              {
                path: "settings",
                lazy: async () => ({ Component: (await import("../pages/SettingsPage")).SettingsPage }),
                children: [
                  {
                    index: true,
                    lazy: async () => ({ Component: (await import("../pages/settings/ProfilePart")).ProfilePart }),
                  },
                  {
                    path: "subscriptions",
                    lazy: async () => ({
                      Component: (await import("../pages/settings/SubscriptionsPart")).SubscriptionsPart,
                    }),
                  },
                  {
                    path: "blocked",
                    lazy: async () => ({ Component: (await import("../pages/settings/BlockedPart")).BlockedPart }),
                  },
                  {
                    path: "reports",
                    lazy: async () => ({ Component: (await import("../pages/settings/ReportsPart")).ReportsPart }),
                  },
                  {
                    path: "notifications",
                    lazy: async () => ({
                      Component: (await import("../pages/settings/NotificationsPart")).NotificationsPart,
                    }),
                  },
                  {
                    path: "security",
                    lazy: async () => ({ Component: (await import("../pages/settings/SecurityPart")).SecurityPart }),
                  },
                  {
                    path: "keys",
                    lazy: async () => ({ Component: (await import("../pages/settings/KeysPart")).KeysPart }),
                  },
                  {
                    path: "account",
                    lazy: async () => ({ Component: (await import("../pages/settings/AccountPart")).AccountPart }),
                  },
                ],
              },
            ],
          },
          {
            element: <Members roles={["instructor"]} />,
            children: [
              {
                path: "calendar/availability",
                lazy: async () => ({
                  Component: (await import("../pages/calendar/availability/AvailabilityPage")).AvailabilityPage,
                }),
              },
              {
                path: "studio",
                lazy: async () => ({ Component: (await import("../pages/studio/StudioPage")).StudioPage }),
              },
              {
                path: "studio/programs",
                lazy: async () => ({
                  Component: (await import("../pages/programs/studio/StudioProgramsPage")).StudioProgramsPage,
                }),
              },
              {
                path: "studio/programs/:programId",
                lazy: async () => ({
                  Component: (await import("../pages/programs/studio/ProgramEditorPage")).ProgramEditorPage,
                }),
              },
            ],
          },
          {
            element: <Members roles={["moderator"]} />,
            children: [
              {
                path: "moderation",
                lazy: async () => ({ Component: (await import("../pages/moderation/ModerationPage")).ModerationPage }),
              },
            ],
          },
          { path: "*", element: <NotFoundPage /> },
        ],
      },
    ],
  },
  {
    // A lobby and a room have the whole screen.
    element: <Members />,
    errorElement: <Crash />,
    hydrateFallbackElement: <Waiting />,
    children: [
      {
        path: "live/:meetingId",
        lazy: async () => ({ Component: (await import("../pages/live/MeetingPage")).MeetingPage }),
      },
    ],
  },
]);
