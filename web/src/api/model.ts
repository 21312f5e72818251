import type { Answer, Body } from "./operations";

/** The shapes that the pages speak of, named once. Each is what an operation answers, so none can drift from the API. */
export type User = Answer<"/user", "get">;
export type Topic = Answer<"/user/topics", "get">["items"][number];
export type LoginResponse = Answer<"/auth", "post">;
export type Role = LoginResponse["role"];
export type SessionView = Answer<"/auth", "get">["sessions"][number];
export type Card = Answer<"/media/library", "get">["items"][number];
export type FeedCard = Answer<"/media/feed", "get">["items"][number];
export type StudioItem = Answer<"/media/studio", "get">["items"][number];
export type Upload = Answer<"/media/uploads", "get">["items"][number];
export type Stream = Answer<"/media/stream", "get">;
export type StreamTicket = Answer<"/media/stream", "post">;
export type MeetingCard = Answer<"/meet/upcoming", "get">["items"][number];
export type Meeting = Answer<"/meet", "get">;
export type Report = Answer<"/community/reports", "get">["items"][number];
export type Comment = Answer<"/media/comments", "get">["items"][number];
export type ProgramCard = Answer<"/media/programs", "get">["items"][number];
export type Program = Answer<"/media/program", "get">;
export type HistoryItem = Answer<"/user/history", "get">["items"][number];
export type HistorySummary = Answer<"/user/history/summary", "get">;
export type ReportRequest = Body<"/community/reports", "post">;
export type CalendarEvent = Answer<"/schedule", "get">["events"][number];
export type EventDetails = Answer<"/schedule/event", "get">;
export type EventStep = EventDetails["steps"][number];
export type StepChoice = EventDetails["choices"][number];
export type FreeSlot = Answer<"/schedule/slots", "get">["days"][number]["slots"][number];
export type Availability = Answer<"/schedule/availability", "get">;
