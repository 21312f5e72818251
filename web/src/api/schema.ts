// Generated from docs/openapi.json by `npm run generate`; do not edit.

export interface paths {
    "/auth": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Retrieve all authentication sessions for a user */
        get: operations["listSessions"];
        /** keep alive for authentication session */
        put: operations["extendSession"];
        /** Initializes an authentication session */
        post: operations["signIn"];
        /** Ends an authentication session */
        delete: operations["endSessions"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/community/blocks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whom one blocked */
        get: operations["listBlocks"];
        put?: never;
        /** Block a person, both ways */
        post: operations["block"];
        /** Let a blocked person back in */
        delete: operations["unblock"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/community/reports": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The reports that wait for a moderator, or one's own */
        get: operations["listReports"];
        /** Dismiss a report, warn or suspend whom it is about */
        put: operations["decideReport"];
        /** Report a person, media, a comment, a message or a moment to the moderators */
        post: operations["report"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/community/suspensions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Let a suspended person sign in again */
        delete: operations["liftSuspension"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/health": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whether requests are answered */
        get: operations["health"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/media": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Retrieve an image or a video */
        get: operations["getMedia"];
        /** Edit an image or a video, or replace its content */
        put: operations["changeMedia"];
        /** Upload an image or a video */
        post: operations["createMedia"];
        /** Archive an image or a video */
        delete: operations["archiveMedia"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/media/comments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What was said below a video */
        get: operations["listComments"];
        /** Edit one's comment, or hide one below one's video */
        put: operations["changeComment"];
        /** Say something below a video */
        post: operations["comment"];
        /** Delete one's comment */
        delete: operations["deleteComment"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/media/feed": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What one's instructors and topics published */
        get: operations["readFeed"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/media/library": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Browse and search published videos */
        get: operations["searchLibrary"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/media/program": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A program with its weeks */
        get: operations["getProgram"];
        /** Change, publish or archive a program */
        put: operations["changeProgram"];
        /** Make a program */
        post: operations["makeProgram"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/media/program/membership": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Join a program */
        post: operations["joinProgram"];
        /** Leave a program */
        delete: operations["leaveProgram"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/media/programs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Programs: published ones, one's own, or those one is in */
        get: operations["listPrograms"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/media/restore": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Bring an archived item back */
        post: operations["restoreMedia"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/media/retry": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Publish a failed item again */
        post: operations["retryMedia"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/media/stream": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get data about streaming media */
        get: operations["describeStream"];
        put?: never;
        /** Start a data stream with the server to access a piece of media */
        post: operations["beginStream"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/media/stream/playlist": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** HLS playlist of a video, multivariant or of one track */
        get: operations["readPlaylist"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/media/stream/storyboard": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Tiles for the seek bar of a video */
        get: operations["readStoryboard"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/media/studio": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One's own items in every state */
        get: operations["listStudio"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/media/uploads": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List one's own unfinished uploads */
        get: operations["listUploads"];
        put?: never;
        post?: never;
        /** Cancel an unfinished upload */
        delete: operations["cancelUpload"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/media/uploads/complete": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Say that all parts were sent */
        post: operations["completeUpload"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/media/uploads/parts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Get presigned addresses for parts of an upload */
        post: operations["addressParts"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/meet": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get meeting data */
        get: operations["getMeeting"];
        /** Update meeting data */
        put: operations["updateMeeting"];
        /** Join a group workout or one on one workout; without a meeting id, make one */
        post: operations["joinMeeting"];
        /** Cancel a meeting, or end it while it runs */
        delete: operations["closeMeeting"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/meet/enrolment": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The roster of a class, and where one stands in it */
        get: operations["getRoster"];
        put?: never;
        /** Enrol in a class, or join its waitlist */
        post: operations["enrol"];
        /** Leave a class, or its waitlist */
        delete: operations["leaveClass"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/meet/recording": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Get the right to record a class of one's own */
        post: operations["recordMeeting"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/meet/series": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A series and its classes */
        get: operations["getSeries"];
        /** Change the classes of a series, all or from one on */
        put: operations["changeSeries"];
        /** Plan a series of classes */
        post: operations["planSeries"];
        /** Cancel the classes of a series, all or from one on */
        delete: operations["cancelSeries"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/meet/upcoming": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Meetings that run now or come next */
        get: operations["listMeetings"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/openapi.json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** This document */
        get: operations["openapi"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/schedule": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One's calendar for some days */
        get: operations["getSchedule"];
        /** Move an event on someone's calendar, including one's own */
        put: operations["moveOnSchedule"];
        /** Put an event on someone's calendar */
        post: operations["addToSchedule"];
        /** Remove an event from someone's calendar, including one's own */
        delete: operations["removeFromSchedule"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/schedule/availability": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** When one takes sessions */
        get: operations["getAvailability"];
        /** Say when one takes sessions */
        put: operations["setAvailability"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/schedule/event": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** An event with all that it went through */
        get: operations["getEvent"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/schedule/feed": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whether one's calendar has a feed */
        get: operations["getCalendarFeed"];
        put?: never;
        /** Make a secret address for one's calendar; the one before stops working */
        post: operations["makeCalendarFeed"];
        /** Revoke the address of one's calendar */
        delete: operations["revokeCalendarFeed"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/schedule/feed.ics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The calendar that a secret address opens, as iCalendar (RFC 5545) */
        get: operations["readCalendarFeed"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/schedule/requests": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Requests that wait for an answer, or those that came to nothing */
        get: operations["listRequests"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/schedule/slots": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Free slots of an instructor, in one's own zone */
        get: operations["listSlots"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/schedule/step": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Accept, decline, propose another time, reschedule, cancel, or undo one's last step */
        post: operations["takeStep"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/user": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Returns information on a user */
        get: operations["getUser"];
        /** update user information */
        put: operations["updateUser"];
        /** create user */
        post: operations["createUser"];
        /** delete user */
        delete: operations["deleteUser"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/user/history": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What one did */
        get: operations["listHistory"];
        put?: never;
        /** Mark a workout done */
        post: operations["markDone"];
        /** Take back that a workout is done */
        delete: operations["undoDone"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/user/history/summary": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Totals, streaks and the days of a year */
        get: operations["summariseHistory"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/user/history/today": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whether a video is done today */
        get: operations["isDone"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/user/identity-keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Register the public key of a device for encrypted sessions */
        post: operations["addIdentityKey"];
        /** Remove the public key of a device */
        delete: operations["removeIdentityKey"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/user/instructors": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Every instructor, by display name */
        get: operations["listInstructors"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/user/notices": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One's inbox: what others did, and what lies ahead */
        get: operations["listNotices"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/user/notices/read": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Mark notices as read */
        post: operations["readNotices"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/user/notices/unsubscribe": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** End e-mails about a topic by the token in one of them */
        post: operations["unsubscribeByMail"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/user/subscriptions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Subscribe to one instructor or topic */
        post: operations["subscribe"];
        /** Unsubscribe from one instructor or topic */
        delete: operations["unsubscribe"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/user/topics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Every topic that can be subscribed to */
        get: operations["listTopics"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /**
         * Action
         * @description What can be done about a report that waits.
         * @enum {string}
         */
        Action: "dismiss" | "warn" | "suspend";
        /**
         * AddKeyRequest
         * @description A device that one will sign with in encrypted sessions. The private half never leaves it.
         */
        AddKeyRequest: {
            name: string;
            publicKey: components["schemas"]["PublicKey"];
        };
        /**
         * AddToSchedule
         * @description What to put on whose calendar: an event on one's own, a request for a session on an instructor's.
         */
        AddToSchedule: {
            endTime?: string | null;
            /**
             * @description seen by both
             * @default
             */
            reason?: string;
            startTime?: string | null;
            title?: string | null;
            /** @description the user's schedule to update; one's own by default */
            userId?: string | null;
        };
        /**
         * AvailabilityData
         * @description When an instructor takes sessions, as it is kept.
         */
        AvailabilityData: {
            /** @default 0 */
            bufferAfterMinutes: number;
            /** @default 0 */
            bufferBeforeMinutes: number;
            daysOff: components["schemas"]["DayOffItem"][];
            /** @default 60 */
            everyMinutes: number;
            extra: components["schemas"]["ExtraHoursItem"][];
            /** @default 60 */
            horizonDays: number;
            /** @default 720 */
            noticeMinutes: number;
            /**
             * @description of what is replaced; 0 when there was none
             * @default 0
             */
            revision: number;
            /** @default 60 */
            sessionMinutes: number;
            weekly: components["schemas"]["WeeklyHoursItem"][];
            /** @example Europe/Berlin */
            zone: string;
        };
        /**
         * AvailabilityRequest
         * @description When an instructor takes sessions, by the wall clock of ``zone``.
         *
         *     Sessions take ``sessionMinutes`` and begin each ``everyMinutes`` from the beginning of the hours on. One is asked
         *     ``noticeMinutes`` ahead at least, ``horizonDays`` at most.
         */
        AvailabilityRequest: {
            /** @default 0 */
            bufferAfterMinutes?: number;
            /** @default 0 */
            bufferBeforeMinutes?: number;
            daysOff?: components["schemas"]["DayOffItem"][];
            /** @default 60 */
            everyMinutes?: number;
            extra?: components["schemas"]["ExtraHoursItem"][];
            /** @default 60 */
            horizonDays?: number;
            /** @default 720 */
            noticeMinutes?: number;
            /**
             * @description of what is replaced; 0 when there was none
             * @default 0
             */
            revision?: number;
            /** @default 60 */
            sessionMinutes?: number;
            weekly?: components["schemas"]["WeeklyHoursItem"][];
            /** @example Europe/Berlin */
            zone: string;
        };
        /**
         * BlockedPerson
         * @description Somebody who was blocked, and when. ``displayName`` is null once the account is closed.
         */
        BlockedPerson: {
            /** Format: date-time */
            blockedAt: string;
            displayName: string | null;
            userId: string;
        };
        /**
         * BlockList
         * @description Whom one blocked, the newest first. Who blocked oneself is told to nobody.
         */
        BlockList: {
            items: components["schemas"]["BlockedPerson"][];
        };
        /**
         * BlockRequest
         * @description Whom to block.
         */
        BlockRequest: {
            /** @example customerId_4 */
            userId: string;
        };
        /**
         * BookingStatus
         * @description Where a booking stands. ``expired`` is a request that nobody answered in time.
         * @enum {string}
         */
        BookingStatus: "pending" | "accepted" | "declined" | "cancelled" | "expired";
        /**
         * CalendarEvent
         * @description What stands in a calendar. ``instructor`` is null for a personal event, ``customer`` for a class too.
         *
         *     What is ``booked`` is changed by ``/schedule``, and ``/schedule/event`` tells its steps; the rest are meetings,
         *     which their hosts change by ``/meet``. A request waits for ``awaiting`` until ``heldUntil``. What has a
         *     ``meetingId`` can be joined from ``joinableFrom`` until ``joinableUntil``.
         */
        CalendarEvent: {
            /** @description the user id of who has to answer */
            awaiting: string | null;
            booked: boolean;
            customer: components["schemas"]["SchedulePerson"] | null;
            /** Format: date-time */
            endTime: string;
            eventId: string;
            heldUntil: string | null;
            instructor: components["schemas"]["SchedulePerson"] | null;
            joinableFrom: string | null;
            joinableUntil: string | null;
            kind: components["schemas"]["EventKind"];
            meetingId: string | null;
            revision: number;
            /** Format: date-time */
            startTime: string;
            status: components["schemas"]["BookingStatus"];
            title: string;
        };
        /**
         * CallbackBody
         * @description The body of a POST to a callback address. What an event isn't about is left out.
         */
        CallbackBody: {
            /** Format: date-time */
            at: string;
            event: string;
            eventId: string;
            mediaId?: string | null;
            meetingId?: string | null;
            message: string;
            stream?: string | null;
        };
        /**
         * Card
         * @description An item as listings show it. ``poster`` is a short-lived URL.
         */
        Card: {
            description: string;
            height: number;
            instructor: components["schemas"]["Instructor"];
            kind: components["schemas"]["Kind"];
            mediaId: string;
            poster: string | null;
            publishedAt: string | null;
            runtimeMs: number;
            status: components["schemas"]["Status"];
            title: string;
            topics: string[];
            views: number;
            width: number;
        };
        /**
         * CardPage
         * @description A page of cards. It may hold fewer than asked for; ``cursor`` is null at the end.
         */
        CardPage: {
            cursor: string | null;
            items: components["schemas"]["Card"][];
        };
        /**
         * ChangeCommentRequest
         * @description Other words, by who wrote it; or whether it is hidden, by whose video it is. If nobody changed it since.
         */
        ChangeCommentRequest: {
            hidden?: boolean | null;
            revision: number;
            text?: string | null;
        };
        /**
         * ChangeProgramRequest
         * @description What is to be different, if nobody changed the program since ``revision``.
         */
        ChangeProgramRequest: {
            description?: string | null;
            level?: components["schemas"]["Level"] | null;
            revision: number;
            status?: components["schemas"]["ProgramStatus"] | null;
            title?: string | null;
            topics?: string[] | null;
            weeks?: components["schemas"]["WeekPlan"][] | null;
        };
        /**
         * ChangeRequest
         * @description Either an edit (title, description, topics; with ``revision`` only if nobody changed it since) or a new version.
         *
         *     A new version is announced by ``fileName``, ``contentType``, ``size`` and ``checksum``, all four.
         */
        ChangeRequest: {
            checksum?: string | null;
            contentType?: string | null;
            description?: string | null;
            fileName?: string | null;
            revision?: number | null;
            size?: number | null;
            title?: string | null;
            topics?: string[] | null;
        };
        /**
         * ClassStanding
         * @description Where one stands in a class; ``refused`` is the code of why one could not enrol.
         */
        ClassStanding: {
            meetingId: string;
            refused: string | null;
            /** Format: date-time */
            startTime: string;
            state: components["schemas"]["RosterState"];
        };
        /**
         * CommentInfo
         * @description A comment. ``mine`` may be edited and deleted, one that can be hidden stands below one's own video.
         */
        CommentInfo: {
            /** Format: date-time */
            at: string;
            authorId: string;
            authorName: string;
            byInstructor: boolean;
            canHide: boolean;
            commentId: string;
            editedAt: string | null;
            hidden: boolean;
            mine: boolean;
            revision: number;
            text: string;
        };
        /**
         * CommentPage
         * @description A page of comments, newest first. It may hold fewer than asked for; ``cursor`` is null at the end.
         */
        CommentPage: {
            cursor: string | null;
            items: components["schemas"]["CommentInfo"][];
        };
        /**
         * CommentRequest
         * @description What is said below which video.
         */
        CommentRequest: {
            /** @example 01JD0W6F7MZ5Q8R3T9V2X4Y6ZA */
            mediaId: string;
            text: string;
        };
        /**
         * CompleteRequest
         * @description Which upload is whole.
         */
        CompleteRequest: {
            /** @example 01JD0W6F7MZ5Q8R3T9V2X4Y6ZA */
            mediaId: string;
        };
        /**
         * CreateRequest
         * @description A file that will be sent in presigned parts. Without a title the name of the file serves.
         */
        CreateRequest: {
            /**
             * @description S3's composite SHA-256: base 64 of the hash over the raw hashes of all parts, '-', their number.
             * @example 47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=-1
             */
            checksum: string;
            contentType: string;
            /** @default  */
            description?: string;
            fileName: string;
            kind: components["schemas"]["Kind"];
            /** @description Bytes of the file. */
            size: number;
            title?: string | null;
            topics?: string[];
        };
        /**
         * CreateUserRequest
         * @description What a new person may say at once. Moderators are appointed, so nobody signs up as one.
         */
        CreateUserRequest: {
            displayName?: string;
            email?: string | null;
            /**
             * @default customer
             * @enum {string}
             */
            role?: "customer" | "instructor";
            subscriptions?: string[];
            zipCode?: number | null;
            zone?: string | null;
        };
        /**
         * DayOffItem
         * @description Days on which the weekly hours don't hold, both included.
         */
        DayOffItem: {
            /** Format: date */
            first: string;
            /** Format: date */
            last: string;
        };
        /**
         * DaySum
         * @description What was done on one day.
         */
        DaySum: {
            activeMs: number;
            /** Format: date */
            day: string;
            workouts: number;
        };
        /**
         * DecisionRequest
         * @description What is done about a report. ``until`` is for suspending: left out, it is for good.
         */
        DecisionRequest: {
            action: components["schemas"]["Action"];
            until?: string | null;
            /** @description for the reporter and the person reported */
            words: string;
        };
        /**
         * DoneRequest
         * @description What was done: a video or a meeting, one of the two.
         */
        DoneRequest: {
            /** @description The time that counts, at most all of it, which is what it is left out. */
            activeMs?: number | null;
            /** @description The local day, of a video: today, or up to 14 days back. Left out, today. */
            day?: string | null;
            mediaId?: string | null;
            meetingId?: string | null;
            /**
             * @description the person's IANA time zone
             * @example Europe/Berlin
             */
            zone: string;
        };
        /**
         * DoneToday
         * @description Today's entry of a video; null when it is not done today.
         */
        DoneToday: {
            entry: components["schemas"]["HistoryItem"] | null;
        };
        /**
         * EnrolmentReceipt
         * @description Where one stands in a class now; ``position`` is that of who waits, the first is 1.
         *
         *     Of a series, ``classes`` says it for each class, and ``state`` is the best of them.
         */
        EnrolmentReceipt: {
            classes: components["schemas"]["ClassStanding"][];
            meetingId: string | null;
            message: string;
            position: number | null;
            seriesId: string | null;
            state: components["schemas"]["RosterState"];
        };
        /**
         * EnrolRequest
         * @description In which class; or in all classes of a series that are ahead.
         */
        EnrolRequest: {
            meetingId?: string | null;
            seriesId?: string | null;
        };
        /**
         * EventDetails
         * @description An event with all that it went through, the oldest first, and what who asks can do now.
         *
         *     ``instructorZone`` is the zone in which the instructor of a session says when there are sessions.
         */
        EventDetails: {
            /** @description the user id of who has to answer */
            awaiting: string | null;
            booked: boolean;
            choices: components["schemas"]["StepChoice"][];
            customer: components["schemas"]["SchedulePerson"] | null;
            /** Format: date-time */
            endTime: string;
            eventId: string;
            heldUntil: string | null;
            instructor: components["schemas"]["SchedulePerson"] | null;
            instructorZone: string | null;
            joinableFrom: string | null;
            joinableUntil: string | null;
            kind: components["schemas"]["EventKind"];
            meetingId: string | null;
            revision: number;
            /** Format: date-time */
            startTime: string;
            status: components["schemas"]["BookingStatus"];
            steps: components["schemas"]["EventStep"][];
            title: string;
        };
        /**
         * EventKind
         * @description What stands in a calendar.
         * @enum {string}
         */
        EventKind: "session" | "event" | "class";
        /**
         * EventStep
         * @description A step that was taken: by whom (null: nobody of the two) and why, and the time before it where it moved.
         */
        EventStep: {
            /** Format: date-time */
            at: string;
            by: string | null;
            endTimeBefore: string | null;
            reason: string;
            startTimeBefore: string | null;
            step: components["schemas"]["StepKind"];
        };
        /**
         * ExtraHoursItem
         * @description Hours of one day beside the weekly ones.
         */
        ExtraHoursItem: {
            /** Format: date */
            day: string;
            /**
             * @description what the wall clock of the zone shows; a day ends at 24:00
             * @example 09:00
             */
            end: string;
            /**
             * @description what the wall clock of the zone shows; a day ends at 24:00
             * @example 09:00
             */
            start: string;
        };
        /**
         * FeedAddress
         * @description Where calendar applications find one's calendar. Whoever has the address can read it, until it is revoked.
         */
        FeedAddress: {
            /** Format: date-time */
            createdAt: string;
            message: string;
            url: string;
        };
        /**
         * FeedData
         * @description Whether there is a feed, and since when. Its address is told once, when it is made.
         */
        FeedData: {
            /** @description null when there is none */
            createdAt: string | null;
        };
        /**
         * FeedItem
         * @description A card and why it is in the feed: subscribed sources (``instructorId_2``, ``beginners_yoga``).
         */
        FeedItem: {
            description: string;
            height: number;
            instructor: components["schemas"]["Instructor"];
            kind: components["schemas"]["Kind"];
            mediaId: string;
            poster: string | null;
            publishedAt: string | null;
            reasons: string[];
            runtimeMs: number;
            status: components["schemas"]["Status"];
            title: string;
            topics: string[];
            views: number;
            width: number;
        };
        /**
         * FeedPage
         * @description A page of the feed.
         */
        FeedPage: {
            cursor: string | null;
            items: components["schemas"]["FeedItem"][];
        };
        /**
         * FreeSlot
         * @description A session that can be asked for, as an instant and by the wall clock of who looks.
         */
        FreeSlot: {
            /** Format: date-time */
            endTime: string;
            /** Format: date-time */
            localStart: string;
            /** Format: date-time */
            startTime: string;
        };
        /**
         * FreeSlots
         * @description Free slots by days; days without any are left out.
         */
        FreeSlots: {
            days: components["schemas"]["SlotDay"][];
            instructor: components["schemas"]["SchedulePerson"];
            sessionMinutes: number;
            zone: string;
        };
        /**
         * Health
         * @description That requests are answered.
         */
        Health: {
            /**
             * @default ok
             * @constant
             */
            status: "ok";
        };
        /**
         * HistoryItem
         * @description A workout that was done. ``subjectId`` is the id of the video or the meeting, ``title`` is as it was then.
         */
        HistoryItem: {
            activeMs: number;
            /** Format: date-time */
            at: string;
            /** Format: date */
            day: string;
            entryId: string;
            instructorId: string;
            kind: components["schemas"]["LogKind"];
            subjectId: string;
            title: string;
        };
        /**
         * HistoryPage
         * @description A page of workouts, newest day first.
         */
        HistoryPage: {
            cursor: string | null;
            items: components["schemas"]["HistoryItem"][];
        };
        /**
         * HistorySummary
         * @description Totals and streaks up to today, and each day with a workout of the last 52 weeks. Weeks begin on Monday.
         */
        HistorySummary: {
            all: components["schemas"]["Total"];
            days: components["schemas"]["DaySum"][];
            dayStreak: components["schemas"]["StreakInfo"];
            month: components["schemas"]["Total"];
            /** Format: date */
            today: string;
            week: components["schemas"]["Total"];
            weekStreak: components["schemas"]["StreakInfo"];
        };
        /**
         * IceServer
         * @description A server of the kind that ``RTCPeerConnection`` takes.
         */
        IceServer: {
            credential: string | null;
            urls: string[];
            username: string | null;
        };
        /**
         * IdentityKeyInfo
         * @description The public ES256 key of a device. ``name`` is for its owner; null for everybody else.
         */
        IdentityKeyInfo: {
            /** Format: date-time */
            addedAt: string;
            /** @description JWK thumbprint of the key (RFC 7638): base64url of SHA-256, without padding */
            keyId: string;
            name: string | null;
            publicKey: components["schemas"]["PublicKey"];
        };
        /**
         * Instructor
         * @description Whose item it is.
         */
        Instructor: {
            displayName: string;
            userId: string;
        };
        /**
         * InstructorPage
         * @description Instructors by display name. ``cursor`` leads to the next page; null at the end.
         */
        InstructorPage: {
            cursor: string | null;
            items: components["schemas"]["PublicProfile"][];
        };
        /**
         * JoinProgramRequest
         * @description Which program to be in from today on.
         */
        JoinProgramRequest: {
            programId: string;
            /** @description the IANA zone of who asks: in it today is a date */
            zone: string;
        };
        JsonValue: unknown;
        /**
         * KeyReceipt
         * @description That the key counts from now on.
         */
        KeyReceipt: {
            key: components["schemas"]["IdentityKeyInfo"];
            message: string;
        };
        /**
         * Kind
         * @description What a media item is.
         * @enum {string}
         */
        Kind: "video" | "image";
        /**
         * Level
         * @description For whom it is.
         * @enum {string}
         */
        Level: "beginner" | "intermediate" | "advanced";
        /**
         * LiveRelay
         * @description A relay that knows the room: connect to ``websocketUrl`` and send ``ticket`` in the first message.
         */
        LiveRelay: {
            ticket: string;
            websocketUrl: string;
        };
        /**
         * LoginResponse
         * @description A session. ``authToken`` is given once; only its hash is kept.
         */
        LoginResponse: {
            /** @description a token for associating requests with a login session */
            authToken: string;
            /** Format: date-time */
            expiresAt: string;
            role: components["schemas"]["Role"];
            sessionId: string;
            userId: string;
        };
        /**
         * LogKind
         * @description What was done.
         * @enum {string}
         */
        LogKind: "video" | "group_class" | "one_on_one" | "shared_workout";
        /**
         * MakeProgramRequest
         * @description A new program, which is a draft. Its videos are one's own and published.
         */
        MakeProgramRequest: {
            /** @default  */
            description?: string;
            level: components["schemas"]["Level"];
            title: string;
            topics?: string[];
            weeks?: components["schemas"]["WeekPlan"][];
        };
        /**
         * MeetingAdmission
         * @description How to get in: any of ``relays``, before ``expiresAt``. A new meeting is answered without: join it by its id.
         */
        MeetingAdmission: {
            expiresAt: string | null;
            iceServers: components["schemas"]["IceServer"][];
            meetingId: string;
            message: string;
            relays: components["schemas"]["LiveRelay"][];
        };
        /**
         * MeetingCard
         * @description A meeting as listings show it. ``role`` is the part of who asks; ``customer`` the other one of a one-on-one.
         *
         *     Of a class, ``enrolled`` of ``capacity`` seats are taken (null: there is no limit), ``myState`` says where who asks
         *     stands. How many wait is for its host. A shared workout watches ``mediaId``, and its ``instructor`` is who made it.
         *
         *     It can be joined from ``joinableFrom`` until ``joinableUntil``, unless it was cancelled or ended.
         */
        MeetingCard: {
            capacity: number | null;
            customer: components["schemas"]["MeetingPerson"] | null;
            description: string;
            /** Format: date-time */
            endTime: string;
            enrolled: number;
            instructor: components["schemas"]["MeetingPerson"];
            /** Format: date-time */
            joinableFrom: string;
            /** Format: date-time */
            joinableUntil: string;
            kind: components["schemas"]["MeetingKind"];
            mediaId: string | null;
            meetingId: string;
            myState: components["schemas"]["RosterState"];
            revision: number;
            role: components["schemas"]["MeetingRole"];
            seriesId: string | null;
            /** Format: date-time */
            startTime: string;
            status: components["schemas"]["MeetingStatus"];
            title: string;
            topics: string[];
            waiting: number | null;
        };
        /**
         * MeetingInformation
         * @description A meeting. ``users`` are the host and those on the list; the list of a class is for its host and who is on it.
         */
        MeetingInformation: {
            /** @description those on the list, with their names */
            attendees: components["schemas"]["MeetingPerson"][];
            capacity: number | null;
            customer: components["schemas"]["MeetingPerson"] | null;
            description: string;
            /** Format: date-time */
            endTime: string;
            enrolled: number;
            instructor: components["schemas"]["MeetingPerson"];
            /** Format: date-time */
            joinableFrom: string;
            /** Format: date-time */
            joinableUntil: string;
            kind: components["schemas"]["MeetingKind"];
            mediaId: string | null;
            meetingId: string;
            myState: components["schemas"]["RosterState"];
            revision: number;
            role: components["schemas"]["MeetingRole"];
            seriesId: string | null;
            /** Format: date-time */
            startTime: string;
            status: components["schemas"]["MeetingStatus"];
            title: string;
            topics: string[];
            /** @description user ids; the host comes first */
            users: string[];
            waiting: number | null;
        };
        /**
         * MeetingKind
         * @description What a meeting is.
         * @enum {string}
         */
        MeetingKind: "group_class" | "one_on_one" | "shared_workout";
        /**
         * MeetingPage
         * @description Meetings by start: those that run come first. It may hold fewer than asked for; ``cursor`` is null at the end.
         */
        MeetingPage: {
            cursor: string | null;
            items: components["schemas"]["MeetingCard"][];
        };
        /**
         * MeetingPerson
         * @description Somebody who belongs to a meeting.
         */
        MeetingPerson: {
            displayName: string;
            userId: string;
        };
        /**
         * MeetingReceipt
         * @description That it was done, and where the meeting stands.
         */
        MeetingReceipt: {
            meetingId: string;
            message: string;
            revision: number;
        };
        /**
         * MeetingRole
         * @description Who somebody is in a meeting. The host is its instructor, of a shared workout who made it.
         * @enum {string}
         */
        MeetingRole: "host" | "customer";
        /**
         * MeetingStatus
         * @description Where a meeting stands. Only ``cancelled`` and an early ``ended`` are acts of somebody, the rest is time.
         * @enum {string}
         */
        MeetingStatus: "scheduled" | "live" | "ended" | "cancelled";
        /**
         * MeetRequest
         * @description To join, at most ``callbackUrl``, which gets signed events. All the rest says what a new meeting is to be.
         *
         *     A new one needs ``kind`` and ``title``. Without ``startTime`` it starts now, without ``endTime`` it lasts an hour.
         *     A ``one_on_one`` names its one customer in ``users``; a ``group_class`` is open to everybody who is signed in.
         *     A ``shared_workout``, which customers can make too, names the video in ``mediaId`` and lasts a little longer than
         *     it; who has its id may come. With ``steering`` everybody may play, pause and seek, else the host.
         */
        MeetRequest: {
            /** Format: uri */
            callbackUrl?: string | null;
            /** @description the seats of a group class; null is as many as come */
            capacity?: number | null;
            description?: string | null;
            endTime?: string | null;
            kind?: components["schemas"]["MeetingKind"] | null;
            mediaId?: string | null;
            startTime?: string | null;
            steering?: boolean | null;
            title?: string | null;
            topics?: string[] | null;
            users?: string[] | null;
        };
        /**
         * Message
         * @description That it was done, in a sentence.
         */
        Message: {
            message: string;
        };
        /**
         * Metadata
         * @description What a page beside the player shows. ``frameRate`` in frames per second.
         */
        Metadata: {
            description: string;
            frameRate: number;
            height: number;
            instructor: components["schemas"]["Instructor"];
            publishedAt: string | null;
            title: string;
            topics: string[];
            views: number;
            width: number;
        };
        /**
         * MoveOnSchedule
         * @description Another time for an event. Without ``eventId`` it is the one with this user that begins at ``startTime``.
         *
         *     What was accepted moves at once; of a request it is a proposal, which the other one has to answer.
         */
        MoveOnSchedule: {
            endTime?: string | null;
            eventId?: string | null;
            /**
             * @description seen by both
             * @default
             */
            reason?: string;
            revision?: number | null;
            startTime?: string | null;
            /** @description whom the event is with, when there is no eventId */
            userId?: string | null;
        };
        /**
         * NextWorkout
         * @description The first workout that is not done and can be.
         */
        NextWorkout: {
            day: number;
            week: number;
            workout: components["schemas"]["Card"];
        };
        /**
         * NoticeInfo
         * @description Something that happened, or is about to. ``link`` is the path of its page in the web application.
         *
         *     ``startsAt`` is when what it tells of takes place, ``startsBefore`` when it would have before it moved.
         */
        NoticeInfo: {
            /** Format: date-time */
            at: string;
            detail: string;
            kind: components["schemas"]["NoticeKind"];
            link: string;
            noticeId: string;
            read: boolean;
            startsAt: string | null;
            startsBefore: string | null;
            title: string;
        };
        /**
         * NoticeKind
         * @description What happened.
         * @enum {string}
         */
        NoticeKind: "session-requested" | "session-accepted" | "session-declined" | "session-proposed" | "session-moved" | "session-cancelled" | "session-restored" | "session-withdrawn" | "invited" | "class-moved" | "class-cancelled" | "seat-given" | "seat-lost" | "reminder" | "new-video" | "new-class" | "new-program" | "recording-ready" | "comment" | "report-decided" | "warning";
        /**
         * NoticePage
         * @description Notices, the newest first; ``cursor`` is null at the end. ``unread`` counts all that are.
         */
        NoticePage: {
            cursor: string | null;
            items: components["schemas"]["NoticeInfo"][];
            unread: number;
        };
        /**
         * NoticeTopic
         * @description What people switch e-mail on and off for.
         * @enum {string}
         */
        NoticeTopic: "sessions" | "classes" | "reminders" | "news" | "comments" | "moderation";
        /**
         * PartsAnswer
         * @description Presigned targets in the order in which they were asked for. They live an hour.
         */
        PartsAnswer: {
            parts: components["schemas"]["PartTarget"][];
        };
        /**
         * PartsRequest
         * @description Which parts the client wants to send next.
         */
        PartsRequest: {
            /** @example 01JD0W6F7MZ5Q8R3T9V2X4Y6ZA */
            mediaId: string;
            parts: components["schemas"]["WantedPart"][];
        };
        /**
         * PartTarget
         * @description Where and how to PUT one part. ``headers`` are signed: send them exactly as they are.
         */
        PartTarget: {
            headers: {
                [key: string]: string;
            };
            partNumber: number;
            url: string;
        };
        /**
         * Problem
         * @description Problem details (RFC 9457) with the fields that are wrong.
         */
        Problem: {
            detail: string;
            /** @default [] */
            errors: components["schemas"]["ProblemField"][];
            status: number;
            title: string;
            type: string;
        };
        /**
         * ProblemField
         * @description What is wrong with one field.
         */
        ProblemField: {
            detail: string;
            field: string;
        };
        /**
         * ProgramCard
         * @description A program as listings show it. ``poster`` is a short-lived URL of its first workout's picture.
         */
        ProgramCard: {
            /** @description the media id of the picture */
            cover: string | null;
            description: string;
            instructor: components["schemas"]["Instructor"];
            level: components["schemas"]["Level"];
            poster: string | null;
            programId: string;
            progress: components["schemas"]["ProgramProgress"] | null;
            publishedAt: string | null;
            revision: number;
            status: components["schemas"]["ProgramStatus"];
            title: string;
            topics: string[];
            weekCount: number;
            workoutCount: number;
        };
        /**
         * ProgramDay
         * @description A day; one without workouts is for rest.
         */
        ProgramDay: {
            workouts: components["schemas"]["ProgramWorkout"][];
        };
        /**
         * ProgramDayNumber
         * @description A day of a program: numbers of week and day from 0.
         */
        ProgramDayNumber: {
            day: number;
            week: number;
        };
        /**
         * ProgramDetail
         * @description A program with its weeks.
         */
        ProgramDetail: {
            /** @description the media id of the picture */
            cover: string | null;
            description: string;
            instructor: components["schemas"]["Instructor"];
            level: components["schemas"]["Level"];
            poster: string | null;
            programId: string;
            progress: components["schemas"]["ProgramProgress"] | null;
            publishedAt: string | null;
            revision: number;
            status: components["schemas"]["ProgramStatus"];
            title: string;
            topics: string[];
            weekCount: number;
            weeks: components["schemas"]["ProgramWeek"][];
            workoutCount: number;
        };
        /**
         * ProgramPage
         * @description A page of programs. It may hold fewer than asked for; ``cursor`` is null at the end.
         */
        ProgramPage: {
            cursor: string | null;
            items: components["schemas"]["ProgramCard"][];
        };
        /**
         * ProgramProgress
         * @description How far one is. ``scheduled`` is where the plan is today, null after its last day; nobody has to keep to it.
         */
        ProgramProgress: {
            done: number;
            finished: boolean;
            next: components["schemas"]["NextWorkout"] | null;
            scheduled: components["schemas"]["ProgramDayNumber"] | null;
            /** Format: date */
            since: string;
            total: number;
        };
        /**
         * ProgramReceipt
         * @description What became of a request on a program.
         */
        ProgramReceipt: {
            message: string;
            programId: string;
            revision: number;
            status: components["schemas"]["ProgramStatus"];
        };
        /**
         * ProgramStatus
         * @description Where a program stands.
         * @enum {string}
         */
        ProgramStatus: "draft" | "published" | "archived";
        /**
         * ProgramWeek
         * @description A week of seven days.
         */
        ProgramWeek: {
            days: components["schemas"]["ProgramDay"][];
            title: string;
        };
        /**
         * ProgramWorkout
         * @description A workout of a day. ``card`` is null when it can't be watched any more: nobody has to wait for it.
         */
        ProgramWorkout: {
            card: components["schemas"]["Card"] | null;
            done: boolean;
            mediaId: string;
            next: boolean;
        };
        /**
         * Progress
         * @description How far publishing is. ``step`` is what is being done now, ``percent`` is of the whole.
         */
        Progress: {
            percent: number;
            step: string;
            steps: components["schemas"]["Step"][];
        };
        /**
         * PublicKey
         * @description A public key of ES256 as JWK (RFC 7517), with these members and no other. A private ``d`` is refused.
         */
        PublicKey: {
            /** @constant */
            crv: "P-256";
            /** @constant */
            kty: "EC";
            x: string;
            y: string;
        };
        /**
         * PublicProfile
         * @description A person as everybody sees them.
         */
        PublicProfile: {
            avatarMediaId: string | null;
            bio: string;
            displayName: string;
            role: components["schemas"]["Role"];
            userId: string;
        };
        /**
         * ReadRequest
         * @description Which notices were read: some, or all that are there.
         */
        ReadRequest: {
            all?: true | null;
            noticeIds?: string[] | null;
        };
        /**
         * Reason
         * @description Why publishing ended, in a sentence for the instructor.
         */
        Reason: {
            code: string;
            detail: string;
        };
        /**
         * Receipt
         * @description What became of a request on an item. ``destination`` is the URL of the item.
         */
        Receipt: {
            destination: string;
            mediaId: string;
            revision: number | null;
            /**
             * @default SUCCESS
             * @constant
             */
            status: "SUCCESS";
            upload: components["schemas"]["Upload"] | null;
        };
        /**
         * RecordingPermission
         * @description Send ``grant`` to the relay, in a ``start_recording`` command, before ``expiresAt``.
         */
        RecordingPermission: {
            /** Format: date-time */
            expiresAt: string;
            grant: string;
            mediaId: string;
        };
        /**
         * RecordingRequest
         * @description Which class, and what becomes of it.
         */
        RecordingRequest: {
            /** @example f0293jf092j3409fj203jf23904jf */
            meetingId: string;
            /**
             * @description Into the library when it is ready; otherwise it waits in the archive of the studio.
             * @default true
             */
            publish?: boolean;
        };
        /**
         * ReportCategory
         * @description What is wrong.
         * @enum {string}
         */
        ReportCategory: "harassment" | "hate" | "sexual" | "violence" | "self_harm" | "unsafe_training" | "privacy" | "impersonation" | "spam" | "other";
        /**
         * ReportDecision
         * @description What was decided. ``by`` is told to moderators only; ``until`` is null for good, and without a suspension.
         */
        ReportDecision: {
            /** Format: date-time */
            at: string;
            by: string | null;
            until: string | null;
            words: string;
        };
        /**
         * ReportedComment
         * @description What somebody wrote below a video.
         */
        ReportedComment: {
            commentId: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            kind: "comment";
            mediaId: string;
        };
        /**
         * ReportedMedia
         * @description A video or an image.
         */
        ReportedMedia: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            kind: "media";
            mediaId: string;
        };
        /**
         * ReportedMessage
         * @description A message in a meeting, by its number in the log of that name, and who wrote it.
         */
        ReportedMessage: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            kind: "message";
            /** @description the log that seq counts in */
            log: string;
            meetingId: string;
            seq: number;
            userId: string;
        };
        /**
         * ReportedMoment
         * @description What happened in a meeting at some time; ``userId`` did it, where that is known.
         */
        ReportedMoment: {
            /**
             * Format: date-time
             * @description RFC 3339; `06-30-2026 12:00:00 UTC` is taken too.
             * @example 2026-06-30T12:00:00Z
             */
            at: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            kind: "moment";
            meetingId: string;
            userId?: string | null;
        };
        /**
         * ReportedPerson
         * @description A person as such.
         */
        ReportedPerson: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            kind: "person";
            userId: string;
        };
        /**
         * ReportItem
         * @description A report as it was given, with who and when, and what became of it.
         *
         *     ``seen`` is what the service held of the subject then; ``intact`` says that nothing of it was changed since.
         *     Evidence and what was seen are for moderators; in lists of one's own reports they are empty.
         */
        ReportItem: {
            about: components["schemas"]["ReportSubject"];
            /** Format: date-time */
            at: string;
            category: components["schemas"]["ReportCategory"];
            decision: components["schemas"]["ReportDecision"] | null;
            digest: string;
            evidence: {
                [key: string]: components["schemas"]["JsonValue"];
            };
            intact: boolean | null;
            person: string | null;
            personName: string | null;
            reporter: string;
            reportId: string;
            seen: {
                [key: string]: components["schemas"]["JsonValue"];
            };
            state: components["schemas"]["ReportState"];
            suspendedUntil: string | null;
            words: string;
        };
        /**
         * ReportPage
         * @description Reports, newest first; ``cursor`` is null at the end.
         */
        ReportPage: {
            cursor: string | null;
            items: components["schemas"]["ReportItem"][];
        };
        /**
         * ReportReceipt
         * @description That the report is kept, under which id, and its digest: with it, anybody can tell whether it was changed.
         */
        ReportReceipt: {
            /** @description SHA-256 over the report as kept, hex */
            digest: string;
            message: string;
            reportId: string;
        };
        /**
         * ReportRequest
         * @description What a moderator should look at.
         */
        ReportRequest: {
            about: components["schemas"]["ReportedPerson"] | components["schemas"]["ReportedMedia"] | components["schemas"]["ReportedComment"] | components["schemas"]["ReportedMoment"] | components["schemas"]["ReportedMessage"];
            category: components["schemas"]["ReportCategory"];
            /**
             * @description What your client holds of it, up to 16 KiB, kept as given: lines of the chat with seq and log, the time in the meeting, hashes.
             * @example {
             *       "atMs": 93500,
             *       "lines": [
             *         {
             *           "log": "c81f",
             *           "seq": 812,
             *           "text": "...",
             *           "userId": "customerId_4"
             *         }
             *       ]
             *     }
             */
            evidence?: {
                [key: string]: components["schemas"]["JsonValue"];
            };
            /** @default  */
            words?: string;
        };
        /**
         * ReportState
         * @description What became of a report. A decision is final; a suspension can be lifted apart from it.
         * @enum {string}
         */
        ReportState: "open" | "dismissed" | "warned" | "suspended";
        /**
         * ReportSubject
         * @description What a report is about. What this kind doesn't have is null.
         */
        ReportSubject: {
            at: string | null;
            commentId: string | null;
            /** @enum {string} */
            kind: "person" | "media" | "comment" | "moment" | "message";
            log: string | null;
            mediaId: string | null;
            meetingId: string | null;
            seq: number | null;
            userId: string | null;
        };
        /**
         * RequestPage
         * @description A page of requests; ``cursor`` is null at the end.
         */
        RequestPage: {
            cursor: string | null;
            items: components["schemas"]["CalendarEvent"][];
        };
        /**
         * Role
         * @description What a person may do. Moderators are appointed, never signed up.
         * @enum {string}
         */
        Role: "customer" | "instructor" | "moderator";
        /**
         * RosterEntry
         * @description Somebody in a roster, ``since`` when, and whether that person came in.
         */
        RosterEntry: {
            arrived: boolean;
            displayName: string;
            /** Format: date-time */
            since: string;
            state: components["schemas"]["RosterState"];
            userId: string;
        };
        /**
         * RosterPage
         * @description The counts of a class, and where who asks stands. ``items`` are for its host: those with seats, then who waits.
         *
         *     ``cursor`` is null at the end.
         */
        RosterPage: {
            capacity: number | null;
            cursor: string | null;
            enrolled: number;
            items: components["schemas"]["RosterEntry"][];
            meetingId: string;
            position: number | null;
            state: components["schemas"]["RosterState"];
            waiting: number;
        };
        /**
         * RosterState
         * @description Where somebody stands in the roster of a class.
         * @enum {string}
         */
        RosterState: "none" | "enrolled" | "waiting";
        /**
         * ScheduleData
         * @description The days of a calendar that were asked for, and what stands in them, by start.
         */
        ScheduleData: {
            /** Format: date-time */
            endTime: string;
            events: components["schemas"]["CalendarEvent"][];
            /** Format: date-time */
            startTime: string;
            userId: string;
        };
        /**
         * SchedulePerson
         * @description Somebody in a calendar.
         */
        SchedulePerson: {
            displayName: string;
            userId: string;
        };
        /**
         * ScheduleReceipt
         * @description That it was done, and where the event stands.
         */
        ScheduleReceipt: {
            eventId: string;
            message: string;
            revision: number;
            status: components["schemas"]["BookingStatus"];
        };
        /**
         * SeriesChange
         * @description What is to be different of the classes that haven't begun, from one on. ``startTime`` is a time of day.
         *
         *     Classes that were moved by themselves keep their time. The days of a series stay: cancel the classes that follow,
         *     and plan another one.
         */
        SeriesChange: {
            /** @description the seats of a group class; null is as many as come */
            capacity?: number | null;
            description?: string | null;
            durationMinutes?: number | null;
            /** @description the recurrenceTime of the first class that is meant; all that haven't begun */
            from?: string | null;
            startTime?: string | null;
            title?: string | null;
            topics?: string[] | null;
        };
        /**
         * SeriesClass
         * @description A class of a series. ``moved`` says that it isn't when the series would have it.
         */
        SeriesClass: {
            capacity: number | null;
            /** Format: date-time */
            endTime: string;
            enrolled: number;
            meetingId: string;
            moved: boolean;
            myState: components["schemas"]["RosterState"];
            /** Format: date-time */
            recurrenceTime: string;
            /** Format: date-time */
            startTime: string;
            status: components["schemas"]["MeetingStatus"];
            waiting: number | null;
        };
        /**
         * SeriesInformation
         * @description A series with its classes, by their recurrences. ``role`` is the part of who asks.
         */
        SeriesInformation: {
            capacity: number | null;
            classes: components["schemas"]["SeriesClass"][];
            description: string;
            durationMinutes: number;
            exceptions: string[];
            instructor: components["schemas"]["MeetingPerson"];
            role: components["schemas"]["MeetingRole"];
            rule: string;
            seriesId: string;
            /** @description of the first class, by the wall clock of the zone */
            startTime: string;
            title: string;
            topics: string[];
            zone: string;
        };
        /**
         * SeriesReceipt
         * @description That it was done.
         */
        SeriesReceipt: {
            meetingIds: string[];
            message: string;
            seriesId: string;
        };
        /**
         * SeriesRequest
         * @description A new series. The first class is at ``startTime`` by the wall clock of ``zone``, the others follow from ``rule``.
         *
         *     ``rule`` is an RRULE of RFC 5545: FREQ (DAILY, WEEKLY, MONTHLY), INTERVAL, BYDAY, WKST and an end by COUNT or UNTIL,
         *     within 366 days and 200 classes. On days among ``exceptions`` there is no class.
         */
        SeriesRequest: {
            /** @description the seats of a group class; null is as many as come */
            capacity?: number | null;
            /** @default  */
            description?: string;
            durationMinutes: number;
            exceptions?: string[];
            /** @example FREQ=WEEKLY;BYDAY=TU,TH;COUNT=20 */
            rule: string;
            /**
             * @description what the wall clock of the zone shows
             * @example 2026-06-30T18:00
             */
            startTime: string;
            title: string;
            topics?: string[];
            /** @example Europe/Berlin */
            zone: string;
        };
        /**
         * SessionInfo
         * @description One signed-in device, as its owner sees it. ``current`` marks the one that asks.
         */
        SessionInfo: {
            /** @description how the device named itself when it signed in */
            client: string;
            /** Format: date-time */
            createdAt: string;
            current: boolean;
            /** Format: date-time */
            expiresAt: string;
            sessionId: string;
            /** Format: date-time */
            usedAt: string;
        };
        /**
         * SessionList
         * @description All living sessions of a person, newest first. ``authToken`` repeats what was presented, if anything was.
         */
        SessionList: {
            authToken: string;
            role: components["schemas"]["Role"];
            sessions: components["schemas"]["SessionInfo"][];
            userId: string;
        };
        /**
         * SlotDay
         * @description The slots that begin on one day of the zone of who looks.
         */
        SlotDay: {
            /** Format: date */
            day: string;
            slots: components["schemas"]["FreeSlot"][];
        };
        /**
         * Status
         * @description Where a media item stands.
         * @enum {string}
         */
        Status: "uploading" | "processing" | "available" | "failed" | "archived" | "purged";
        /**
         * Step
         * @description One step of publishing and how far it is, 0 to 100.
         */
        Step: {
            name: string;
            percent: number;
        };
        /**
         * StepChoice
         * @description What somebody can do to a booking.
         * @enum {string}
         */
        StepChoice: "accept" | "decline" | "propose" | "reschedule" | "cancel" | "undo";
        /**
         * StepKind
         * @description What somebody did to a booking. ``withdrawn`` is the one step that is nobody's.
         * @enum {string}
         */
        StepKind: "requested" | "added" | "accepted" | "declined" | "proposed" | "rescheduled" | "cancelled" | "undone" | "withdrawn";
        /**
         * StepRequest
         * @description A step of a booking. ``propose`` and ``reschedule`` name a time, the others none.
         */
        StepRequest: {
            endTime?: string | null;
            eventId: string;
            /**
             * @description seen by both
             * @default
             */
            reason?: string;
            revision?: number | null;
            startTime?: string | null;
            step: components["schemas"]["StepChoice"];
        };
        /**
         * StoryboardLink
         * @description Where the tiles for the seek bar are described (WebVTT).
         */
        StoryboardLink: {
            vtt: string;
        };
        /**
         * StreakInfo
         * @description The run that goes on, and the longest that there was.
         */
        StreakInfo: {
            current: number;
            longest: number;
        };
        /**
         * StreamInformation
         * @description All that a player needs. ``runtime`` in ms; URLs are short-lived. ``complete``: everything is encoded.
         */
        StreamInformation: {
            complete: boolean;
            download: string | null;
            hls: string;
            mediaId: string;
            metadata: components["schemas"]["Metadata"];
            poster: string | null;
            renditions: components["schemas"]["StreamRendition"][];
            runtime: number;
            storyboard: components["schemas"]["StoryboardLink"] | null;
        };
        /**
         * StreamRendition
         * @description One size that can be streamed. ``bandwidth`` in bit/s.
         */
        StreamRendition: {
            bandwidth: number;
            height: number;
            name: string;
            width: number;
        };
        /**
         * StreamRequest
         * @description Start or continue a viewing.
         *
         *     ``family`` of an earlier answer continues that viewing: the newer connection takes the place of the older one.
         *     ``callbackUrl`` gets signed events of this viewing.
         */
        StreamRequest: {
            /** Format: uri */
            callbackUrl?: string | null;
            family?: string | null;
        };
        /**
         * StreamTicket
         * @description Connect to ``websocketUrl`` and send ``ticket`` in the first message, before ``expiresAt``.
         */
        StreamTicket: {
            /** Format: date-time */
            expiresAt: string;
            family: string;
            message: string;
            ticket: string;
            websocketUrl: string;
        };
        /**
         * StudioItem
         * @description An item as its owner sees it, in every state.
         */
        StudioItem: {
            archivedAt: string | null;
            /** Format: date-time */
            createdAt: string;
            description: string;
            failure: components["schemas"]["Reason"] | null;
            height: number;
            instructor: components["schemas"]["Instructor"];
            kind: components["schemas"]["Kind"];
            mediaId: string;
            playable: boolean;
            poster: string | null;
            progress: components["schemas"]["Progress"] | null;
            publishedAt: string | null;
            /** @description Whether it is a class that is being recorded. */
            recording: boolean;
            replacing: boolean;
            revision: number;
            runtimeMs: number;
            status: components["schemas"]["Status"];
            title: string;
            topics: string[];
            /** @description Whether the upload of the newest version is whole. */
            uploaded: boolean;
            views: number;
            width: number;
        };
        /**
         * StudioPage
         * @description A page of a person's own items.
         */
        StudioPage: {
            cursor: string | null;
            items: components["schemas"]["StudioItem"][];
        };
        /**
         * SubscribeRequest
         * @description What to subscribe to.
         */
        SubscribeRequest: {
            /**
             * @description a user id or topic
             * @example instructorId_5
             */
            source: string;
        };
        /**
         * TopicInfo
         * @description A topic. Its slug works in lists of subscriptions.
         */
        TopicInfo: {
            description: string;
            name: string;
            slug: string;
        };
        /**
         * TopicList
         * @description Every topic.
         */
        TopicList: {
            items: components["schemas"]["TopicInfo"][];
        };
        /**
         * Total
         * @description Workouts and their time together.
         */
        Total: {
            activeMs: number;
            workouts: number;
        };
        /**
         * Unread
         * @description How many notices are unread.
         */
        Unread: {
            unread: number;
        };
        /**
         * UpdateMeetingRequest
         * @description Any subset. ``users`` is the whole list afterwards. Moving the start alone keeps the length.
         */
        UpdateMeetingRequest: {
            /** @description the seats of a group class; null is as many as come */
            capacity?: number | null;
            description?: string | null;
            endTime?: string | null;
            revision?: number | null;
            startTime?: string | null;
            title?: string | null;
            topics?: string[] | null;
            users?: string[] | null;
        };
        /**
         * UpdateUserRequest
         * @description Any subset. ``null`` clears zipCode, avatarMediaId, email and zone; lists replace those there were.
         */
        UpdateUserRequest: {
            avatarMediaId?: string | null;
            bio?: string;
            displayName?: string;
            email?: string | null;
            /** @description what is not told by e-mail */
            mailOff?: components["schemas"]["NoticeTopic"][];
            newPassword?: string;
            subscriptions?: string[];
            zipCode?: number | null;
            zone?: string | null;
        };
        /**
         * Upload
         * @description An upload that is not finished, and how far it is.
         */
        Upload: {
            checksum: string;
            contentType: string;
            /** Format: date-time */
            expiresAt: string;
            fileName: string;
            mediaId: string;
            partCount: number;
            /** @description Bytes of every part but the last. */
            partSize: number;
            /** @description Whether it is a new version of an item that stays available. */
            replaces: boolean;
            size: number;
            title: string;
            uploadedBytes: number;
            /** @description Numbers (from 1) of the parts that are there. */
            uploadedParts: number[];
        };
        /**
         * UploadList
         * @description The unfinished uploads of a person, newest first.
         */
        UploadList: {
            items: components["schemas"]["Upload"][];
        };
        /**
         * User
         * @description A person. What only its owner sees is empty for everybody else.
         */
        User: {
            avatarMediaId: string | null;
            bio: string;
            createdAt: string | null;
            displayName: string;
            /** @description where notices go to; not verified yet */
            email: string | null;
            /** @description the keys by which encrypted sessions with this person are known */
            identityKeys: components["schemas"]["IdentityKeyInfo"][];
            /** @description what is not told by e-mail */
            mailOff: components["schemas"]["NoticeTopic"][];
            role: components["schemas"]["Role"];
            /** @description the instructors and topics subscribed to */
            subscriptions: string[];
            userId: string;
            /** @description what moderators told this person, the newest first */
            warnings: components["schemas"]["WarningInfo"][];
            zipCode: number | null;
            /** @description the IANA zone of times in e-mails; UTC when there is none */
            zone: string | null;
        };
        /**
         * WantedPart
         * @description A part that the client is about to send.
         */
        WantedPart: {
            /** @description Base 64 of the SHA-256 of the part. */
            checksum: string;
            partNumber: number;
        };
        /**
         * WarningInfo
         * @description What a moderator told this person.
         */
        WarningInfo: {
            /** Format: date-time */
            at: string;
            words: string;
        };
        /**
         * Weekday
         * @description A day of the week.
         * @enum {string}
         */
        Weekday: "monday" | "tuesday" | "wednesday" | "thursday" | "friday" | "saturday" | "sunday";
        /**
         * WeeklyHoursItem
         * @description Hours of each week.
         */
        WeeklyHoursItem: {
            /**
             * @description what the wall clock of the zone shows; a day ends at 24:00
             * @example 09:00
             */
            end: string;
            /**
             * @description what the wall clock of the zone shows; a day ends at 24:00
             * @example 09:00
             */
            start: string;
            weekday: components["schemas"]["Weekday"];
        };
        /**
         * WeekPlan
         * @description Seven days, each the ids of its videos in their order. A day without any is a day of rest.
         */
        WeekPlan: {
            days: string[][];
            /** @default  */
            title?: string;
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    listSessions: {
        parameters: {
            query?: never;
            header?: {
                /** @description the token that signing in gave */
                authToken?: string;
                /** @description the user id; needed with userPassword */
                userId?: string;
                /** @description the password. What ASCII can't say is sent as RFC 8187 has it: `UTF-8''p%C3%A4ssword`. */
                userPassword?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All living sessions of a person, newest first. ``authToken`` repeats what was presented, if anything was. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionList"];
                };
            };
            /** @description What was sent is not valid; `errors` names the fields */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No living session, or wrong credentials */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many tries; `Retry-After` says how many seconds to wait */
            429: {
                headers: {
                    /** @description seconds to wait */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Any other problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    extendSession: {
        parameters: {
            query?: never;
            header?: {
                /** @description the token that signing in gave */
                authToken?: string;
                /** @description the user id; it must be the session's */
                userId?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A session. ``authToken`` is given once; only its hash is kept. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LoginResponse"];
                };
            };
            /** @description What was sent is not valid; `errors` names the fields */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No living session, or wrong credentials */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Any other problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    signIn: {
        parameters: {
            query?: never;
            header: {
                /** @description the user id of either a customer or instructor */
                userId: string;
                /** @description the password. What ASCII can't say is sent as RFC 8187 has it: `UTF-8''p%C3%A4ssword`. */
                userPassword: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A session. ``authToken`` is given once; only its hash is kept. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LoginResponse"];
                };
            };
            /** @description What was sent is not valid; `errors` names the fields */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No living session, or wrong credentials */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many tries; `Retry-After` says how many seconds to wait */
            429: {
                headers: {
                    /** @description seconds to wait */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Any other problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    endSessions: {
        parameters: {
            query?: {
                /** @description every session, this one too */
                all?: boolean;
                /** @description one of one's own */
                sessionId?: string;
            };
            header?: {
                /** @description the token that signing in gave */
                authToken?: string;
                /** @description the user id; needed with userPassword */
                userId?: string;
                /** @description the password. What ASCII can't say is sent as RFC 8187 has it: `UTF-8''p%C3%A4ssword`. */
                userPassword?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description That it was done, in a sentence. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Message"];
                };
            };
            /** @description What was sent is not valid; `errors` names the fields */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No living session, or wrong credentials */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing, or not for this person */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many tries; `Retry-After` says how many seconds to wait */
            429: {
                headers: {
                    /** @description seconds to wait */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Any other problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listBlocks: {
        parameters: {
            query?: never;
            header?: {
                /** @description the token that signing in gave */
                authToken?: string;
                /** @description the user id; it must be the session's */
                userId?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Whom one blocked, the newest first. Who blocked oneself is told to nobody. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BlockList"];
                };
            };
            /** @description What was sent is not valid; `errors` names the fields */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No living session, or wrong credentials */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Any other problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    block: {
        parameters: {
            query?: never;
            header?: {
                /** @description the token that signing in gave */
                authToken?: string;
                /** @description the user id; it must be the session's */
                userId?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["BlockRequest"];
            };
        };
        responses: {
            /** @description That it was done, in a sentence. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Message"];
                };
            };
            /** @description What was sent is not valid; `errors` names the fields */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No living session, or wrong credentials */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing, or not for this person */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Another was first, or the thing is not in the state that this needs */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A kind of content that is not taken here */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Any other problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    unblock: {
        parameters: {
            query: {
                userId: string;
            };
            header?: {
                /** @description the token that signing in gave */
                authToken?: string;
                /** @description the user id; it must be the session's */
                userId?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description That it was done, in a sentence. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Message"];
                };
            };
            /** @description What was sent is not valid; `errors` names the fields */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No living session, or wrong credentials */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Another was first, or the thing is not in the state that this needs */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Any other problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listReports: {
        parameters: {
            query?: {
                /** @description Where the page before ended; leave out at first. */
                cursor?: string;
                limit?: number;
                /** @description what one reported oneself, and what became of it */
                mine?: boolean;
                /** @description for moderators: those that wait, or those that were decided */
                queue?: "open" | "decided";
            };
            header?: {
                /** @description the token that signing in gave */
                authToken?: string;
                /** @description the user id; it must be the session's */
                userId?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Reports, newest first; ``cursor`` is null at the end. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReportPage"];
                };
            };
            /** @description What was sent is not valid; `errors` names the fields */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No living session, or wrong credentials */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Any other problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    decideReport: {
        parameters: {
            query: {
                reportId: string;
            };
            header?: {
                /** @description the token that signing in gave */
                authToken?: string;
                /** @description the user id; it must be the session's */
                userId?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DecisionRequest"];
            };
        };
        responses: {
            /** @description A report as it was given, with who and when, and what became of it. ``seen`` is what the service held of the subject then; ``intact`` says that nothing of it was changed since. Evidence and what was seen are for moderators; in lists of one's own reports they are empty. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReportItem"];
                };
            };
            /** @description What was sent is not valid; `errors` names the fields */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No living session, or wrong credentials */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing, or not for this person */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Another was first, or the thing is not in the state that this needs */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A kind of content that is not taken here */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Any other problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    report: {
        parameters: {
            query?: never;
            header?: {
                /** @description the token that signing in gave */
                authToken?: string;
                /** @description the user id; it must be the session's */
                userId?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReportRequest"];
            };
        };
        responses: {
            /** @description That the report is kept, under which id, and its digest: with it, anybody can tell whether it was changed. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReportReceipt"];
                };
            };
            /** @description What was sent is not valid; `errors` names the fields */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No living session, or wrong credentials */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing, or not for this person */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Another was first, or the thing is not in the state that this needs */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A kind of content that is not taken here */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many tries; `Retry-After` says how many seconds to wait */
            429: {
                headers: {
                    /** @description seconds to wait */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Any other problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    liftSuspension: {
        parameters: {
            query: {
                userId: string;
            };
            header?: {
                /** @description the token that signing in gave */
                authToken?: string;
                /** @description the user id; it must be the session's */
                userId?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description That it was done, in a sentence. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Message"];
                };
            };
            /** @description What was sent is not valid; `errors` names the fields */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No living session, or wrong credentials */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing, or not for this person */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Another was first, or the thing is not in the state that this needs */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Any other problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    health: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description That requests are answered. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Health"];
                };
            };
            /** @description Any other problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getMedia: {
        parameters: {
            query: {
                mediaId: string;
                /** @description Which file of an item is wanted. */
                size?: "small" | "medium" | "large" | "original";
            };
            header?: {
                /** @description the token that signing in gave */
                authToken?: string;
                /** @description the user id; it must be the session's */
                userId?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Retrieve an image or a video */
            302: {
                headers: {
                    /** @description where it is */
                    Location?: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What was sent is not valid; `errors` names the fields */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Any other problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    changeMedia: {
        parameters: {
            query: {
                mediaId: string;
            };
            header?: {
                /** @description the token that signing in gave */
                authToken?: string;
                /** @description the user id; it must be the session's */
                userId?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChangeRequest"];
                "image/*": string;
                "video/*": string;
            };
        };
        responses: {
            /** @description What became of a request on an item. ``destination`` is the URL of the item. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Receipt"];
                };
            };
            /** @description What was sent is not valid; `errors` names the fields */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No living session, or wrong credentials */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A kind of content that is not taken here */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Any other problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createMedia: {
        parameters: {
            query?: never;
            header?: {
                /** @description the token that signing in gave */
                authToken?: string;
                /** @description the user id; it must be the session's */
                userId?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateRequest"];
                "image/*": string;
                "video/*": string;
            };
        };
        responses: {
            /** @description What became of a request on an item. ``destination`` is the URL of the item. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Receipt"];
                };
            };
            /** @description What was sent is not valid; `errors` names the fields */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No living session, or wrong credentials */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A kind of content that is not taken here */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Any other problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    archiveMedia: {
        parameters: {
            query: {
                mediaId: string;
            };
            header?: {
                /** @description the token that signing in gave */
                authToken?: string;
                /** @description the user id; it must be the session's */
                userId?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What became of a request on an item. ``destination`` is the URL of the item. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Receipt"];
                };
            };
            /** @description What was sent is not valid; `errors` names the fields */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No living session, or wrong credentials */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Any other problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listComments: {
        parameters: {
            query: {
                /** @description Where the page before ended; leave out at first. */
                cursor?: string;
                limit?: number;
                mediaId: string;
            };
            header?: {
                /** @description the token that signing in gave */
                authToken?: string;
                /** @description the user id; it must be the session's */
                userId?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of comments, newest first. It may hold fewer than asked for; ``cursor`` is null at the end. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CommentPage"];
                };
            };
            /** @description What was sent is not valid; `errors` names the fields */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing, or not for this person */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Any other problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    changeComment: {
        parameters: {
            query: {
                commentId: string;
                mediaId: string;
            };
            header?: {
                /** @description the token that signing in gave */
                authToken?: string;
                /** @description the user id; it must be the session's */
                userId?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChangeCommentRequest"];
            };
        };
        responses: {
            /** @description A comment. ``mine`` may be edited and deleted, one that can be hidden stands below one's own video. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CommentInfo"];
                };
            };
            /** @description What was sent is not valid; `errors` names the fields */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No living session, or wrong credentials */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing, or not for this person */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Another was first, or the thing is not in the state that this needs */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A kind of content that is not taken here */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Any other problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    comment: {
        parameters: {
            query?: never;
            header?: {
                /** @description the token that signing in gave */
                authToken?: string;
                /** @description the user id; it must be the session's */
                userId?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CommentRequest"];
            };
        };
        responses: {
            /** @description A comment. ``mine`` may be edited and deleted, one that can be hidden stands below one's own video. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CommentInfo"];
                };
            };
            /** @description What was sent is not valid; `errors` names the fields */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No living session, or wrong credentials */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing, or not for this person */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Another was first, or the thing is not in the state that this needs */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A kind of content that is not taken here */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many tries; `Retry-After` says how many seconds to wait */
            429: {
                headers: {
                    /** @description seconds to wait */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Any other problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteComment: {
        parameters: {
            query: {
                commentId: string;
                mediaId: string;
            };
            header?: {
                /** @description the token that signing in gave */
                authToken?: string;
                /** @description the user id; it must be the session's */
                userId?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description That it was done, in a sentence. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Message"];
                };
            };
            /** @description What was sent is not valid; `errors` names the fields */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No living session, or wrong credentials */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing, or not for this person */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Any other problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readFeed: {
        parameters: {
            query?: {
                /** @description Where the page before ended; leave out at first. */
                cursor?: string;
                limit?: number;
            };
            header?: {
                /** @description the token that signing in gave */
                authToken?: string;
                /** @description the user id; it must be the session's */
                userId?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of the feed. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FeedPage"];
                };
            };
            /** @description What was sent is not valid; `errors` names the fields */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No living session, or wrong credentials */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Any other problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    searchLibrary: {
        parameters: {
            query?: {
                /** @description Where the page before ended; leave out at first. */
                cursor?: string;
                /** @description the user id of an instructor */
                instructor?: string;
                /** @description How long a video is: under 10 minutes, up to 30, over 30. */
                length?: "short" | "medium" | "long";
                limit?: number;
                /** @description Which videos come first. */
                order?: "newest" | "watched";
                /** @description words of title, description, topics or instructor */
                q?: string;
                topic?: string;
            };
            header?: {
                /** @description the token that signing in gave */
                authToken?: string;
                /** @description the user id; it must be the session's */
                userId?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of cards. It may hold fewer than asked for; ``cursor`` is null at the end. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CardPage"];
                };
            };
            /** @description What was sent is not valid; `errors` names the fields */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Any other problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getProgram: {
        parameters: {
            query: {
                programId: string;
                /** @description the IANA zone of who asks: in it today is a date */
                zone?: string;
            };
            header?: {
                /** @description the token that signing in gave */
                authToken?: string;
                /** @description the user id; it must be the session's */
                userId?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A program with its weeks. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProgramDetail"];
                };
            };
            /** @description What was sent is not valid; `errors` names the fields */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing, or not for this person */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Any other problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    changeProgram: {
        parameters: {
            query: {
                programId: string;
            };
            header?: {
                /** @description the token that signing in gave */
                authToken?: string;
                /** @description the user id; it must be the session's */
                userId?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChangeProgramRequest"];
            };
        };
        responses: {
            /** @description What became of a request on a program. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProgramReceipt"];
                };
            };
            /** @description What was sent is not valid; `errors` names the fields */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No living session, or wrong credentials */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing, or not for this person */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Another was first, or the thing is not in the state that this needs */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A kind of content that is not taken here */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Any other problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    makeProgram: {
        parameters: {
            query?: never;
            header?: {
                /** @description the token that signing in gave */
                authToken?: string;
                /** @description A program is made once for each key of its maker; a repeated request answers the same one. */
                "Idempotency-Key"?: string;
                /** @description the user id; it must be the session's */
                userId?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MakeProgramRequest"];
            };
        };
        responses: {
            /** @description What became of a request on a program. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProgramReceipt"];
                };
            };
            /** @description What was sent is not valid; `errors` names the fields */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No living session, or wrong credentials */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A kind of content that is not taken here */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Any other problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    joinProgram: {
        parameters: {
            query?: never;
            header?: {
                /** @description the token that signing in gave */
                authToken?: string;
                /** @description the user id; it must be the session's */
                userId?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["JoinProgramRequest"];
            };
        };
        responses: {
            /** @description That it was done, in a sentence. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Message"];
                };
            };
            /** @description What was sent is not valid; `errors` names the fields */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No living session, or wrong credentials */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing, or not for this person */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Another was first, or the thing is not in the state that this needs */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A kind of content that is not taken here */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Any other problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    leaveProgram: {
        parameters: {
            query: {
                programId: string;
            };
            header?: {
                /** @description the token that signing in gave */
                authToken?: string;
                /** @description the user id; it must be the session's */
                userId?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description That it was done, in a sentence. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Message"];
                };
            };
            /** @description What was sent is not valid; `errors` names the fields */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No living session, or wrong credentials */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Any other problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listPrograms: {
        parameters: {
            query?: {
                /** @description Where the page before ended; leave out at first. */
                cursor?: string;
                instructor?: string;
                joined?: boolean;
                limit?: number;
                own?: boolean;
                topic?: string;
                /** @description the IANA zone of who asks: in it today is a date */
                zone?: string;
            };
            header?: {
                /** @description the token that signing in gave */
                authToken?: string;
                /** @description the user id; it must be the session's */
                userId?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of programs. It may hold fewer than asked for; ``cursor`` is null at the end. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProgramPage"];
                };
            };
            /** @description What was sent is not valid; `errors` names the fields */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No living session, or wrong credentials */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Any other problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    restoreMedia: {
        parameters: {
            query: {
                mediaId: string;
            };
            header?: {
                /** @description the token that signing in gave */
                authToken?: string;
                /** @description the user id; it must be the session's */
                userId?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What became of a request on an item. ``destination`` is the URL of the item. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Receipt"];
                };
            };
            /** @description What was sent is not valid; `errors` names the fields */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No living session, or wrong credentials */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Any other problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    retryMedia: {
        parameters: {
            query: {
                mediaId: string;
            };
            header?: {
                /** @description the token that signing in gave */
                authToken?: string;
                /** @description the user id; it must be the session's */
                userId?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What became of a request on an item. ``destination`` is the URL of the item. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Receipt"];
                };
            };
            /** @description What was sent is not valid; `errors` names the fields */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No living session, or wrong credentials */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Any other problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    describeStream: {
        parameters: {
            query: {
                mediaId: string;
            };
            header?: {
                /** @description the token that signing in gave */
                authToken?: string;
                /** @description the user id; it must be the session's */
                userId?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All that a player needs. ``runtime`` in ms; URLs are short-lived. ``complete``: everything is encoded. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StreamInformation"];
                };
            };
            /** @description What was sent is not valid; `errors` names the fields */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Any other problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    beginStream: {
        parameters: {
            query: {
                mediaId: string;
            };
            header?: {
                /** @description the token that signing in gave */
                authToken?: string;
                /** @description the user id; it must be the session's */
                userId?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["StreamRequest"];
            };
        };
        responses: {
            /** @description Connect to ``websocketUrl`` and send ``ticket`` in the first message, before ``expiresAt``. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StreamTicket"];
                };
            };
            /** @description What was sent is not valid; `errors` names the fields */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A kind of content that is not taken here */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Any other problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readPlaylist: {
        parameters: {
            query: {
                /** @description Signed by GET /media/stream; short-lived. */
                grant: string;
                track?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description HLS playlist of a video, multivariant or of one track */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/vnd.apple.mpegurl": string;
                };
            };
            /** @description What was sent is not valid; `errors` names the fields */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Any other problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readStoryboard: {
        parameters: {
            query: {
                /** @description Signed by GET /media/stream; short-lived. */
                grant: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Tiles for the seek bar of a video */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/vtt": string;
                };
            };
            /** @description What was sent is not valid; `errors` names the fields */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Any other problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listStudio: {
        parameters: {
            query?: {
                /** @description Where the page before ended; leave out at first. */
                cursor?: string;
                limit?: number;
            };
            header?: {
                /** @description the token that signing in gave */
                authToken?: string;
                /** @description the user id; it must be the session's */
                userId?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of a person's own items. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StudioPage"];
                };
            };
            /** @description What was sent is not valid; `errors` names the fields */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No living session, or wrong credentials */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Any other problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listUploads: {
        parameters: {
            query?: never;
            header?: {
                /** @description the token that signing in gave */
                authToken?: string;
                /** @description the user id; it must be the session's */
                userId?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The unfinished uploads of a person, newest first. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UploadList"];
                };
            };
            /** @description What was sent is not valid; `errors` names the fields */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No living session, or wrong credentials */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Any other problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    cancelUpload: {
        parameters: {
            query: {
                mediaId: string;
            };
            header?: {
                /** @description the token that signing in gave */
                authToken?: string;
                /** @description the user id; it must be the session's */
                userId?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What became of a request on an item. ``destination`` is the URL of the item. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Receipt"];
                };
            };
            /** @description What was sent is not valid; `errors` names the fields */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No living session, or wrong credentials */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Any other problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    completeUpload: {
        parameters: {
            query?: never;
            header?: {
                /** @description the token that signing in gave */
                authToken?: string;
                /** @description the user id; it must be the session's */
                userId?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CompleteRequest"];
            };
        };
        responses: {
            /** @description What became of a request on an item. ``destination`` is the URL of the item. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Receipt"];
                };
            };
            /** @description What was sent is not valid; `errors` names the fields */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No living session, or wrong credentials */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A kind of content that is not taken here */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Any other problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    addressParts: {
        parameters: {
            query?: never;
            header?: {
                /** @description the token that signing in gave */
                authToken?: string;
                /** @description the user id; it must be the session's */
                userId?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PartsRequest"];
            };
        };
        responses: {
            /** @description Presigned targets in the order in which they were asked for. They live an hour. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PartsAnswer"];
                };
            };
            /** @description What was sent is not valid; `errors` names the fields */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No living session, or wrong credentials */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A kind of content that is not taken here */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Any other problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getMeeting: {
        parameters: {
            query: {
                meetingId: string;
            };
            header?: {
                /** @description the token that signing in gave */
                authToken?: string;
                /** @description the user id; it must be the session's */
                userId?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A meeting. ``users`` are the host and those on the list; the list of a class is for its host and who is on it. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MeetingInformation"];
                };
            };
            /** @description What was sent is not valid; `errors` names the fields */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No living session, or wrong credentials */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing, or not for this person */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Any other problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    updateMeeting: {
        parameters: {
            query: {
                meetingId: string;
            };
            header?: {
                /** @description the token that signing in gave */
                authToken?: string;
                /** @description the user id; it must be the session's */
                userId?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["UpdateMeetingRequest"];
            };
        };
        responses: {
            /** @description That it was done, and where the meeting stands. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MeetingReceipt"];
                };
            };
            /** @description What was sent is not valid; `errors` names the fields */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No living session, or wrong credentials */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing, or not for this person */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Another was first, or the thing is not in the state that this needs */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A kind of content that is not taken here */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Any other problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    joinMeeting: {
        parameters: {
            query?: {
                /** @description left out to make a new meeting */
                meetingId?: string;
            };
            header?: {
                /** @description the token that signing in gave */
                authToken?: string;
                /** @description A new meeting is made once for each key of a host; a repeated request answers the same one. */
                "Idempotency-Key"?: string;
                /** @description the user id; it must be the session's */
                userId?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["MeetRequest"];
            };
        };
        responses: {
            /** @description How to get in: any of ``relays``, before ``expiresAt``. A new meeting is answered without: join it by its id. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MeetingAdmission"];
                };
            };
            /** @description What was sent is not valid; `errors` names the fields */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No living session, or wrong credentials */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing, or not for this person */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Another was first, or the thing is not in the state that this needs */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A kind of content that is not taken here */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Any other problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    closeMeeting: {
        parameters: {
            query: {
                meetingId: string;
            };
            header?: {
                /** @description the token that signing in gave */
                authToken?: string;
                /** @description the user id; it must be the session's */
                userId?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description That it was done, and where the meeting stands. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MeetingReceipt"];
                };
            };
            /** @description What was sent is not valid; `errors` names the fields */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No living session, or wrong credentials */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing, or not for this person */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Another was first, or the thing is not in the state that this needs */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Any other problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getRoster: {
        parameters: {
            query: {
                /** @description Where the page before ended; leave out at first. */
                cursor?: string;
                limit?: number;
                meetingId: string;
            };
            header?: {
                /** @description the token that signing in gave */
                authToken?: string;
                /** @description the user id; it must be the session's */
                userId?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The counts of a class, and where who asks stands. ``items`` are for its host: those with seats, then who waits. ``cursor`` is null at the end. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RosterPage"];
                };
            };
            /** @description What was sent is not valid; `errors` names the fields */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No living session, or wrong credentials */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing, or not for this person */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Any other problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    enrol: {
        parameters: {
            query?: never;
            header?: {
                /** @description the token that signing in gave */
                authToken?: string;
                /** @description the user id; it must be the session's */
                userId?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["EnrolRequest"];
            };
        };
        responses: {
            /** @description Where one stands in a class now; ``position`` is that of who waits, the first is 1. Of a series, ``classes`` says it for each class, and ``state`` is the best of them. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EnrolmentReceipt"];
                };
            };
            /** @description What was sent is not valid; `errors` names the fields */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No living session, or wrong credentials */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing, or not for this person */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Another was first, or the thing is not in the state that this needs */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A kind of content that is not taken here */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Any other problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    leaveClass: {
        parameters: {
            query?: {
                meetingId?: string;
                seriesId?: string;
            };
            header?: {
                /** @description the token that signing in gave */
                authToken?: string;
                /** @description the user id; it must be the session's */
                userId?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Where one stands in a class now; ``position`` is that of who waits, the first is 1. Of a series, ``classes`` says it for each class, and ``state`` is the best of them. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EnrolmentReceipt"];
                };
            };
            /** @description What was sent is not valid; `errors` names the fields */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No living session, or wrong credentials */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing, or not for this person */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Another was first, or the thing is not in the state that this needs */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Any other problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    recordMeeting: {
        parameters: {
            query?: never;
            header?: {
                /** @description the token that signing in gave */
                authToken?: string;
                /** @description the user id; it must be the session's */
                userId?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RecordingRequest"];
            };
        };
        responses: {
            /** @description Send ``grant`` to the relay, in a ``start_recording`` command, before ``expiresAt``. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RecordingPermission"];
                };
            };
            /** @description What was sent is not valid; `errors` names the fields */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No living session, or wrong credentials */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing, or not for this person */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Another was first, or the thing is not in the state that this needs */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A kind of content that is not taken here */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Any other problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getSeries: {
        parameters: {
            query: {
                seriesId: string;
            };
            header?: {
                /** @description the token that signing in gave */
                authToken?: string;
                /** @description the user id; it must be the session's */
                userId?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A series with its classes, by their recurrences. ``role`` is the part of who asks. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SeriesInformation"];
                };
            };
            /** @description What was sent is not valid; `errors` names the fields */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No living session, or wrong credentials */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing, or not for this person */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Any other problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    changeSeries: {
        parameters: {
            query: {
                seriesId: string;
            };
            header?: {
                /** @description the token that signing in gave */
                authToken?: string;
                /** @description the user id; it must be the session's */
                userId?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SeriesChange"];
            };
        };
        responses: {
            /** @description That it was done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SeriesReceipt"];
                };
            };
            /** @description What was sent is not valid; `errors` names the fields */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No living session, or wrong credentials */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing, or not for this person */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Another was first, or the thing is not in the state that this needs */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A kind of content that is not taken here */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Any other problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    planSeries: {
        parameters: {
            query?: never;
            header?: {
                /** @description the token that signing in gave */
                authToken?: string;
                /** @description A new meeting is made once for each key of a host; a repeated request answers the same one. */
                "Idempotency-Key"?: string;
                /** @description the user id; it must be the session's */
                userId?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SeriesRequest"];
            };
        };
        responses: {
            /** @description That it was done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SeriesReceipt"];
                };
            };
            /** @description What was sent is not valid; `errors` names the fields */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No living session, or wrong credentials */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Another was first, or the thing is not in the state that this needs */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A kind of content that is not taken here */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Any other problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    cancelSeries: {
        parameters: {
            query: {
                /** @description the recurrenceTime of the first class that is meant; all that haven't begun */
                from?: string;
                seriesId: string;
            };
            header?: {
                /** @description the token that signing in gave */
                authToken?: string;
                /** @description the user id; it must be the session's */
                userId?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description That it was done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SeriesReceipt"];
                };
            };
            /** @description What was sent is not valid; `errors` names the fields */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No living session, or wrong credentials */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing, or not for this person */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Another was first, or the thing is not in the state that this needs */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Any other problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listMeetings: {
        parameters: {
            query?: {
                /** @description Where the page before ended; leave out at first. */
                cursor?: string;
                /** @description leave out what is over at this time; now by default */
                from?: string;
                /** @description the user id of who hosts the class */
                instructor?: string;
                /** @description What a meeting is. */
                kind?: "group_class" | "one_on_one" | "shared_workout";
                limit?: number;
                /** @description only what one hosts or is on the list of */
                mine?: boolean;
            };
            header?: {
                /** @description the token that signing in gave */
                authToken?: string;
                /** @description the user id; it must be the session's */
                userId?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Meetings by start: those that run come first. It may hold fewer than asked for; ``cursor`` is null at the end. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MeetingPage"];
                };
            };
            /** @description What was sent is not valid; `errors` names the fields */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No living session, or wrong credentials */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Any other problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    openapi: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description An OpenAPI 3.1 document */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": Record<string, unknown>;
                };
            };
            /** @description Any other problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getSchedule: {
        parameters: {
            query?: {
                /** @description the first moment; now by default */
                from?: string;
                /** @description the number of days */
                range?: number;
            };
            header?: {
                /** @description the token that signing in gave */
                authToken?: string;
                /** @description the user id; it must be the session's */
                userId?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The days of a calendar that were asked for, and what stands in them, by start. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ScheduleData"];
                };
            };
            /** @description What was sent is not valid; `errors` names the fields */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No living session, or wrong credentials */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Any other problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    moveOnSchedule: {
        parameters: {
            query?: never;
            header?: {
                /** @description the token that signing in gave */
                authToken?: string;
                /** @description the user id; it must be the session's */
                userId?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MoveOnSchedule"];
            };
        };
        responses: {
            /** @description That it was done, and where the event stands. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ScheduleReceipt"];
                };
            };
            /** @description What was sent is not valid; `errors` names the fields */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No living session, or wrong credentials */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing, or not for this person */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Another was first, or the thing is not in the state that this needs */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A kind of content that is not taken here */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Any other problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    addToSchedule: {
        parameters: {
            query?: never;
            header?: {
                /** @description the token that signing in gave */
                authToken?: string;
                /** @description An event is made once for each key of a person; a repeated request answers the same one. */
                "Idempotency-Key"?: string;
                /** @description the user id; it must be the session's */
                userId?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AddToSchedule"];
            };
        };
        responses: {
            /** @description That it was done, and where the event stands. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ScheduleReceipt"];
                };
            };
            /** @description What was sent is not valid; `errors` names the fields */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No living session, or wrong credentials */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing, or not for this person */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Another was first, or the thing is not in the state that this needs */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A kind of content that is not taken here */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Any other problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    removeFromSchedule: {
        parameters: {
            query?: {
                /** @description it has to be said: the public API had no way to */
                eventId?: string;
                /** @description seen by both */
                reason?: string;
            };
            header?: {
                /** @description the token that signing in gave */
                authToken?: string;
                /** @description the user id; it must be the session's */
                userId?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description That it was done, and where the event stands. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ScheduleReceipt"];
                };
            };
            /** @description What was sent is not valid; `errors` names the fields */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No living session, or wrong credentials */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing, or not for this person */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Another was first, or the thing is not in the state that this needs */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Any other problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getAvailability: {
        parameters: {
            query?: never;
            header?: {
                /** @description the token that signing in gave */
                authToken?: string;
                /** @description the user id; it must be the session's */
                userId?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description When an instructor takes sessions, as it is kept. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AvailabilityData"];
                };
            };
            /** @description What was sent is not valid; `errors` names the fields */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No living session, or wrong credentials */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing, or not for this person */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Any other problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    setAvailability: {
        parameters: {
            query?: never;
            header?: {
                /** @description the token that signing in gave */
                authToken?: string;
                /** @description the user id; it must be the session's */
                userId?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AvailabilityRequest"];
            };
        };
        responses: {
            /** @description When an instructor takes sessions, as it is kept. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AvailabilityData"];
                };
            };
            /** @description What was sent is not valid; `errors` names the fields */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No living session, or wrong credentials */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Another was first, or the thing is not in the state that this needs */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A kind of content that is not taken here */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Any other problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getEvent: {
        parameters: {
            query: {
                eventId: string;
            };
            header?: {
                /** @description the token that signing in gave */
                authToken?: string;
                /** @description the user id; it must be the session's */
                userId?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description An event with all that it went through, the oldest first, and what who asks can do now. ``instructorZone`` is the zone in which the instructor of a session says when there are sessions. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EventDetails"];
                };
            };
            /** @description What was sent is not valid; `errors` names the fields */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No living session, or wrong credentials */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing, or not for this person */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Any other problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getCalendarFeed: {
        parameters: {
            query?: never;
            header?: {
                /** @description the token that signing in gave */
                authToken?: string;
                /** @description the user id; it must be the session's */
                userId?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Whether there is a feed, and since when. Its address is told once, when it is made. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FeedData"];
                };
            };
            /** @description What was sent is not valid; `errors` names the fields */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No living session, or wrong credentials */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Any other problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    makeCalendarFeed: {
        parameters: {
            query?: never;
            header?: {
                /** @description the token that signing in gave */
                authToken?: string;
                /** @description the user id; it must be the session's */
                userId?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Where calendar applications find one's calendar. Whoever has the address can read it, until it is revoked. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FeedAddress"];
                };
            };
            /** @description What was sent is not valid; `errors` names the fields */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No living session, or wrong credentials */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Another was first, or the thing is not in the state that this needs */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Any other problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    revokeCalendarFeed: {
        parameters: {
            query?: never;
            header?: {
                /** @description the token that signing in gave */
                authToken?: string;
                /** @description the user id; it must be the session's */
                userId?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description That it was done, in a sentence. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Message"];
                };
            };
            /** @description What was sent is not valid; `errors` names the fields */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No living session, or wrong credentials */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Another was first, or the thing is not in the state that this needs */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Any other problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readCalendarFeed: {
        parameters: {
            query: {
                /** @description the secret of the address */
                key: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The calendar from a month ago to a year ahead */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/calendar": string;
                };
            };
            /** @description What was sent is not valid; `errors` names the fields */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing, or not for this person */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Any other problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listRequests: {
        parameters: {
            query?: {
                /** @description Where the page before ended; leave out at first. */
                cursor?: string;
                limit?: number;
                /** @description Which requests are meant. */
                state?: "open" | "ended";
            };
            header?: {
                /** @description the token that signing in gave */
                authToken?: string;
                /** @description the user id; it must be the session's */
                userId?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of requests; ``cursor`` is null at the end. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RequestPage"];
                };
            };
            /** @description What was sent is not valid; `errors` names the fields */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No living session, or wrong credentials */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Any other problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listSlots: {
        parameters: {
            query: {
                /** @description the first moment; now by default */
                from?: string;
                /** @description the user id of the instructor */
                instructor: string;
                /** @description the number of days */
                range?: number;
                /** @description the IANA zone of who looks */
                zone?: string;
            };
            header?: {
                /** @description the token that signing in gave */
                authToken?: string;
                /** @description the user id; it must be the session's */
                userId?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Free slots by days; days without any are left out. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FreeSlots"];
                };
            };
            /** @description What was sent is not valid; `errors` names the fields */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No living session, or wrong credentials */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing, or not for this person */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Any other problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    takeStep: {
        parameters: {
            query?: never;
            header?: {
                /** @description the token that signing in gave */
                authToken?: string;
                /** @description the user id; it must be the session's */
                userId?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["StepRequest"];
            };
        };
        responses: {
            /** @description That it was done, and where the event stands. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ScheduleReceipt"];
                };
            };
            /** @description What was sent is not valid; `errors` names the fields */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No living session, or wrong credentials */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing, or not for this person */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Another was first, or the thing is not in the state that this needs */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A kind of content that is not taken here */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Any other problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getUser: {
        parameters: {
            query?: never;
            header?: {
                /** @description If valid auth token for requested user, all user information is returned. Otherwise public user profile is returned */
                authToken?: string;
                /** @description the user id of either a customer or instructor */
                userId?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A person. What only its owner sees is empty for everybody else. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["User"];
                };
            };
            /** @description What was sent is not valid; `errors` names the fields */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No living session, or wrong credentials */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing, or not for this person */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Any other problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    updateUser: {
        parameters: {
            query?: never;
            header?: {
                /** @description the token that signing in gave */
                authToken?: string;
                /** @description the user id; it must be the session's */
                userId?: string;
                /** @description the password. What ASCII can't say is sent as RFC 8187 has it: `UTF-8''p%C3%A4ssword`. */
                userPassword?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["UpdateUserRequest"];
            };
        };
        responses: {
            /** @description That it was done, in a sentence. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Message"];
                };
            };
            /** @description What was sent is not valid; `errors` names the fields */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No living session, or wrong credentials */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Another was first, or the thing is not in the state that this needs */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A kind of content that is not taken here */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many tries; `Retry-After` says how many seconds to wait */
            429: {
                headers: {
                    /** @description seconds to wait */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Any other problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createUser: {
        parameters: {
            query?: never;
            header: {
                /** @description the unused user id for the user to create */
                userId: string;
                /** @description 8 to 128 characters; otherwise as in any userPassword */
                userPassword: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["CreateUserRequest"];
            };
        };
        responses: {
            /** @description That it was done, in a sentence. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Message"];
                };
            };
            /** @description What was sent is not valid; `errors` names the fields */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Another was first, or the thing is not in the state that this needs */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A kind of content that is not taken here */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Any other problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteUser: {
        parameters: {
            query?: never;
            header: {
                /** @description the token that signing in gave */
                authToken?: string;
                /** @description the user to delete */
                userId?: string;
                /** @description the password. What ASCII can't say is sent as RFC 8187 has it: `UTF-8''p%C3%A4ssword`. */
                userPassword: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description That it was done, in a sentence. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Message"];
                };
            };
            /** @description What was sent is not valid; `errors` names the fields */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No living session, or wrong credentials */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Another was first, or the thing is not in the state that this needs */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many tries; `Retry-After` says how many seconds to wait */
            429: {
                headers: {
                    /** @description seconds to wait */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Any other problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listHistory: {
        parameters: {
            query?: {
                /** @description Where the page before ended; leave out at first. */
                cursor?: string;
                limit?: number;
            };
            header?: {
                /** @description the token that signing in gave */
                authToken?: string;
                /** @description the user id; it must be the session's */
                userId?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of workouts, newest day first. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HistoryPage"];
                };
            };
            /** @description What was sent is not valid; `errors` names the fields */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No living session, or wrong credentials */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Any other problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    markDone: {
        parameters: {
            query?: never;
            header?: {
                /** @description the token that signing in gave */
                authToken?: string;
                /** @description the user id; it must be the session's */
                userId?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DoneRequest"];
            };
        };
        responses: {
            /** @description A workout that was done. ``subjectId`` is the id of the video or the meeting, ``title`` is as it was then. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HistoryItem"];
                };
            };
            /** @description What was sent is not valid; `errors` names the fields */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No living session, or wrong credentials */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing, or not for this person */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Another was first, or the thing is not in the state that this needs */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A kind of content that is not taken here */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Any other problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    undoDone: {
        parameters: {
            query: {
                entryId: string;
            };
            header?: {
                /** @description the token that signing in gave */
                authToken?: string;
                /** @description the user id; it must be the session's */
                userId?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description That it was done, in a sentence. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Message"];
                };
            };
            /** @description What was sent is not valid; `errors` names the fields */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No living session, or wrong credentials */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Any other problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    summariseHistory: {
        parameters: {
            query: {
                /** @description the person's IANA time zone */
                zone: string;
            };
            header?: {
                /** @description the token that signing in gave */
                authToken?: string;
                /** @description the user id; it must be the session's */
                userId?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Totals and streaks up to today, and each day with a workout of the last 52 weeks. Weeks begin on Monday. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HistorySummary"];
                };
            };
            /** @description What was sent is not valid; `errors` names the fields */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No living session, or wrong credentials */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Any other problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    isDone: {
        parameters: {
            query: {
                mediaId: string;
                /** @description the person's IANA time zone */
                zone: string;
            };
            header?: {
                /** @description the token that signing in gave */
                authToken?: string;
                /** @description the user id; it must be the session's */
                userId?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Today's entry of a video; null when it is not done today. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DoneToday"];
                };
            };
            /** @description What was sent is not valid; `errors` names the fields */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No living session, or wrong credentials */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Any other problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    addIdentityKey: {
        parameters: {
            query?: never;
            header?: {
                /** @description the token that signing in gave */
                authToken?: string;
                /** @description the user id; it must be the session's */
                userId?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AddKeyRequest"];
            };
        };
        responses: {
            /** @description That the key counts from now on. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["KeyReceipt"];
                };
            };
            /** @description What was sent is not valid; `errors` names the fields */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No living session, or wrong credentials */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Another was first, or the thing is not in the state that this needs */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A kind of content that is not taken here */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Any other problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    removeIdentityKey: {
        parameters: {
            query: {
                /** @description JWK thumbprint of the key (RFC 7638): base64url of SHA-256, without padding */
                keyId: string;
            };
            header?: {
                /** @description the token that signing in gave */
                authToken?: string;
                /** @description the user id; it must be the session's */
                userId?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description That it was done, in a sentence. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Message"];
                };
            };
            /** @description What was sent is not valid; `errors` names the fields */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No living session, or wrong credentials */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Another was first, or the thing is not in the state that this needs */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Any other problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listInstructors: {
        parameters: {
            query?: {
                /** @description from the page before; leave out at first */
                cursor?: string;
                limit?: number;
            };
            header?: {
                /** @description the token that signing in gave */
                authToken?: string;
                /** @description the user id; it must be the session's */
                userId?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Instructors by display name. ``cursor`` leads to the next page; null at the end. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InstructorPage"];
                };
            };
            /** @description What was sent is not valid; `errors` names the fields */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Any other problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listNotices: {
        parameters: {
            query?: {
                /** @description from the page before; leave out at first */
                cursor?: string;
                limit?: number;
            };
            header?: {
                /** @description the token that signing in gave */
                authToken?: string;
                /** @description the user id; it must be the session's */
                userId?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Notices, the newest first; ``cursor`` is null at the end. ``unread`` counts all that are. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NoticePage"];
                };
            };
            /** @description What was sent is not valid; `errors` names the fields */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No living session, or wrong credentials */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Any other problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readNotices: {
        parameters: {
            query?: never;
            header?: {
                /** @description the token that signing in gave */
                authToken?: string;
                /** @description the user id; it must be the session's */
                userId?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReadRequest"];
            };
        };
        responses: {
            /** @description How many notices are unread. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Unread"];
                };
            };
            /** @description What was sent is not valid; `errors` names the fields */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No living session, or wrong credentials */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Another was first, or the thing is not in the state that this needs */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A kind of content that is not taken here */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Any other problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    unsubscribeByMail: {
        parameters: {
            query: {
                token: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description That it was done, in a sentence. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Message"];
                };
            };
            /** @description What was sent is not valid; `errors` names the fields */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Any other problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    subscribe: {
        parameters: {
            query?: never;
            header?: {
                /** @description the token that signing in gave */
                authToken?: string;
                /** @description the user id; it must be the session's */
                userId?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SubscribeRequest"];
            };
        };
        responses: {
            /** @description That it was done, in a sentence. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Message"];
                };
            };
            /** @description What was sent is not valid; `errors` names the fields */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No living session, or wrong credentials */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Another was first, or the thing is not in the state that this needs */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A kind of content that is not taken here */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Any other problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    unsubscribe: {
        parameters: {
            query: {
                /** @description a user id or topic */
                source: string;
            };
            header?: {
                /** @description the token that signing in gave */
                authToken?: string;
                /** @description the user id; it must be the session's */
                userId?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description That it was done, in a sentence. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Message"];
                };
            };
            /** @description What was sent is not valid; `errors` names the fields */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No living session, or wrong credentials */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Another was first, or the thing is not in the state that this needs */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Any other problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listTopics: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Every topic. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TopicList"];
                };
            };
            /** @description Any other problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
}
