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
        get: operations["getMedia"];
        put: operations["updateMedia"];
        post: operations["createMedia"];
        delete: operations["archiveMedia"];
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
        get: operations["feed"];
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
        get: operations["library"];
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
        get: operations["getStream"];
        put?: never;
        post: operations["openStream"];
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
        get: operations["studio"];
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
        get: operations["listUploads"];
        put?: never;
        post?: never;
        delete: operations["abandonUpload"];
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
        post: operations["signParts"];
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
        Card: {
            description: string;
            height: number;
            instructor: components["schemas"]["InstructorRef"];
            /** @enum {string} */
            kind: "video" | "image";
            mediaId: string;
            poster: string | null;
            publishedAt: string | null;
            runtimeMs: number;
            /** @enum {string} */
            status: "uploading" | "processing" | "available" | "failed" | "archived";
            title: string;
            topics: string[];
            views: number;
            width: number;
        };
        CompleteRequest: {
            mediaId: string;
        };
        CreateMediaRequest: {
            checksum: string;
            contentType: string;
            description?: string;
            fileName: string;
            /** @enum {string} */
            kind: "video" | "image";
            size: number;
            title?: string;
            topics?: string[];
        };
        /**
         * CreateUserRequest
         * @description What a new person may say at once. Moderators are appointed, so nobody signs up as one.
         */
        CreateUserRequest: {
            displayName?: string;
            /**
             * @default customer
             * @enum {string}
             */
            role?: "customer" | "instructor";
            subscriptions?: string[];
            zipCode?: number | null;
        };
        EditMediaRequest: {
            checksum?: string;
            contentType?: string;
            description?: string;
            fileName?: string;
            revision?: number;
            size?: number;
            title?: string;
            topics?: string[];
        };
        Failure: {
            code: string;
            detail: string;
        };
        FeedCard: {
            description: string;
            height: number;
            instructor: components["schemas"]["InstructorRef"];
            /** @enum {string} */
            kind: "video" | "image";
            mediaId: string;
            poster: string | null;
            publishedAt: string | null;
            reasons: string[];
            runtimeMs: number;
            /** @enum {string} */
            status: "uploading" | "processing" | "available" | "failed" | "archived";
            title: string;
            topics: string[];
            views: number;
            width: number;
        };
        FeedPage: {
            cursor?: string | null;
            items: components["schemas"]["FeedCard"][];
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
         * InstructorPage
         * @description Instructors by display name. ``cursor`` leads to the next page; null at the end.
         */
        InstructorPage: {
            cursor: string | null;
            items: components["schemas"]["PublicProfile"][];
        };
        InstructorRef: {
            displayName: string;
            userId: string;
        };
        LibraryPage: {
            cursor?: string | null;
            items: components["schemas"]["Card"][];
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
        MediaReceipt: {
            destination: string;
            mediaId: string;
            revision: number | null;
            status: string;
            upload: components["schemas"]["Upload"] | null;
        };
        /**
         * Message
         * @description That it was done, in a sentence.
         */
        Message: {
            message: string;
        };
        OpenStreamRequest: {
            callbackUrl?: string;
            family?: string;
        };
        PartChecksum: {
            checksum: string;
            partNumber: number;
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
        Progress: {
            percent: number;
            step: string;
            steps: components["schemas"]["Step"][];
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
        RenditionView: {
            bandwidth: number;
            height: number;
            name: string;
            width: number;
        };
        /**
         * Role
         * @description What a person may do. Moderators are appointed, never signed up.
         * @enum {string}
         */
        Role: "customer" | "instructor" | "moderator";
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
        SessionsResponse: {
            authToken: string;
            /** @enum {string} */
            role: "customer" | "instructor" | "moderator";
            sessions: components["schemas"]["SessionView"][];
            userId: string;
        };
        SessionView: {
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
        SignedPart: {
            headers: {
                [key: string]: string;
            };
            partNumber: number;
            url: string;
        };
        SignedParts: {
            parts: components["schemas"]["SignedPart"][];
        };
        SignPartsRequest: {
            mediaId: string;
            parts: components["schemas"]["PartChecksum"][];
        };
        Step: {
            name: string;
            percent: number;
        };
        Storyboard: {
            vtt: string;
        };
        StreamInformation: {
            complete: boolean;
            download: string | null;
            hls: string;
            mediaId: string;
            metadata: components["schemas"]["StreamMetadata"];
            poster: string | null;
            renditions: components["schemas"]["RenditionView"][];
            runtime: number;
            storyboard: components["schemas"]["Storyboard"] | null;
        };
        StreamMetadata: {
            description: string;
            frameRate: number;
            height: number;
            instructor: components["schemas"]["InstructorRef"];
            publishedAt: string | null;
            title: string;
            topics: string[];
            views: number;
            width: number;
        };
        StreamTicket: {
            /** Format: date-time */
            expiresAt: string;
            family: string;
            message: string;
            ticket: string;
            websocketUrl: string;
        };
        StudioItem: {
            archivedAt: string | null;
            /** Format: date-time */
            createdAt: string;
            description: string;
            failure: components["schemas"]["Failure"] | null;
            height: number;
            instructor: components["schemas"]["InstructorRef"];
            /** @enum {string} */
            kind: "video" | "image";
            mediaId: string;
            playable: boolean;
            poster: string | null;
            progress: components["schemas"]["Progress"] | null;
            publishedAt: string | null;
            replacing: boolean;
            revision: number;
            runtimeMs: number;
            /** @enum {string} */
            status: "uploading" | "processing" | "available" | "failed" | "archived";
            title: string;
            topics: string[];
            uploaded: boolean;
            views: number;
            width: number;
        };
        StudioPage: {
            cursor?: string | null;
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
        Topic: {
            description: string;
            name: string;
            slug: string;
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
         * UpdateUserRequest
         * @description Any subset. ``null`` clears zipCode and avatarMediaId; subscriptions replace those there were.
         */
        UpdateUserRequest: {
            avatarMediaId?: string | null;
            bio?: string;
            displayName?: string;
            newPassword?: string;
            subscriptions?: string[];
            zipCode?: number | null;
        };
        Upload: {
            checksum: string;
            contentType: string;
            /** Format: date-time */
            expiresAt: string;
            fileName: string;
            mediaId: string;
            partCount: number;
            partSize: number;
            replaces: boolean;
            size: number;
            title: string;
            uploadedBytes: number;
            uploadedParts: number[];
        };
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
            role: components["schemas"]["Role"];
            /** @description the instructors and topics subscribed to */
            subscriptions: string[];
            userId: string;
            zipCode: number | null;
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
                size?: "small" | "medium" | "large";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description problem */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description ok */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Message"];
                };
            };
        };
    };
    updateMedia: {
        parameters: {
            query: {
                mediaId: string;
            };
            header?: {
                authToken?: string;
                userId?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["EditMediaRequest"];
                "image/*": string;
            };
        };
        responses: {
            /** @description problem */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description ok */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MediaReceipt"];
                };
            };
        };
    };
    createMedia: {
        parameters: {
            query?: never;
            header?: {
                authToken?: string;
                userId?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateMediaRequest"];
                "image/*": string;
            };
        };
        responses: {
            /** @description problem */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description ok */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MediaReceipt"];
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
                authToken?: string;
                userId?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description problem */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description ok */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MediaReceipt"];
                };
            };
        };
    };
    feed: {
        parameters: {
            query?: {
                cursor?: string;
                limit?: number;
            };
            header?: {
                authToken?: string;
                userId?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description problem */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description ok */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FeedPage"];
                };
            };
        };
    };
    library: {
        parameters: {
            query?: {
                cursor?: string;
                instructor?: string;
                length?: "short" | "medium" | "long";
                limit?: number;
                order?: "newest" | "watched";
                q?: string;
                topic?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description problem */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description ok */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LibraryPage"];
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
                authToken?: string;
                userId?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description problem */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description ok */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MediaReceipt"];
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
                authToken?: string;
                userId?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description problem */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description ok */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MediaReceipt"];
                };
            };
        };
    };
    getStream: {
        parameters: {
            query: {
                mediaId: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description problem */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description ok */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StreamInformation"];
                };
            };
        };
    };
    openStream: {
        parameters: {
            query: {
                mediaId: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["OpenStreamRequest"];
            };
        };
        responses: {
            /** @description problem */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description ok */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StreamTicket"];
                };
            };
        };
    };
    studio: {
        parameters: {
            query?: {
                cursor?: string;
                limit?: number;
            };
            header?: {
                authToken?: string;
                userId?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description problem */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description ok */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StudioPage"];
                };
            };
        };
    };
    listUploads: {
        parameters: {
            query?: never;
            header?: {
                authToken?: string;
                userId?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description problem */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description ok */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UploadList"];
                };
            };
        };
    };
    abandonUpload: {
        parameters: {
            query: {
                mediaId: string;
            };
            header?: {
                authToken?: string;
                userId?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description problem */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description ok */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Message"];
                };
            };
        };
    };
    completeUpload: {
        parameters: {
            query?: never;
            header?: {
                authToken?: string;
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
            /** @description problem */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description ok */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MediaReceipt"];
                };
            };
        };
    };
    signParts: {
        parameters: {
            query?: never;
            header?: {
                authToken?: string;
                userId?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SignPartsRequest"];
            };
        };
        responses: {
            /** @description problem */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description ok */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SignedParts"];
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
    listInstructors: {
        parameters: {
            query?: {
                /** @description from the page before; leave out at first */
                cursor?: string;
                limit?: number;
            };
            header?: never;
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
