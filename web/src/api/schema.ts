// Generated from docs/openapi.json by `npm run generate`; do not edit.

export interface paths {
    "/auth": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["listSessions"];
        put: operations["renewSession"];
        post: operations["signIn"];
        delete: operations["endSession"];
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
    "/user": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getUser"];
        put: operations["updateUser"];
        post: operations["createUser"];
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
        post: operations["subscribe"];
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
            title: string;
            topics?: string[];
        };
        CreateUserRequest: {
            displayName?: string;
            /** @enum {string} */
            role?: "customer" | "instructor";
            subscriptions?: string[];
            zipCode?: number;
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
        InstructorPage: {
            cursor?: string | null;
            items: components["schemas"]["User"][];
        };
        InstructorRef: {
            displayName: string;
            userId: string;
        };
        LibraryPage: {
            cursor?: string | null;
            items: components["schemas"]["Card"][];
        };
        LoginResponse: {
            authToken: string;
            /** Format: date-time */
            expiresAt: string;
            /** @enum {string} */
            role: "customer" | "instructor" | "moderator";
            sessionId: string;
            userId: string;
        };
        MediaReceipt: {
            destination: string;
            mediaId: string;
            status: string;
            upload?: components["schemas"]["Upload"] | null;
        };
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
        Problem: {
            detail: string;
            errors?: components["schemas"]["ProblemField"][];
            status: number;
            title: string;
            type: string;
        };
        ProblemField: {
            detail: string;
            field: string;
        };
        Progress: {
            percent: number;
            step: string;
            steps: components["schemas"]["Step"][];
        };
        RenditionView: {
            bandwidth: number;
            height: number;
            name: string;
            width: number;
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
            poster: string;
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
            views: number;
            width: number;
        };
        StudioPage: {
            cursor?: string | null;
            items: components["schemas"]["StudioItem"][];
        };
        SubscribeRequest: {
            source: string;
        };
        Topic: {
            description: string;
            name: string;
            slug: string;
        };
        TopicList: {
            items: components["schemas"]["Topic"][];
        };
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
        User: {
            avatarMediaId?: string | null;
            bio: string;
            createdAt?: string | null;
            displayName: string;
            /** @enum {string} */
            role: "customer" | "instructor" | "moderator";
            subscriberCount?: number | null;
            subscriptions: string[];
            userId: string;
            zipCode?: number | null;
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
                authToken?: string;
                userId?: string;
                userPassword?: string;
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
                    "application/json": components["schemas"]["SessionsResponse"];
                };
            };
        };
    };
    renewSession: {
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
                    "application/json": components["schemas"]["LoginResponse"];
                };
            };
        };
    };
    signIn: {
        parameters: {
            query?: never;
            header?: {
                userId?: string;
                userPassword?: string;
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
                    "application/json": components["schemas"]["LoginResponse"];
                };
            };
        };
    };
    endSession: {
        parameters: {
            query?: {
                all?: boolean;
                sessionId?: string;
            };
            header?: {
                authToken?: string;
                userId?: string;
                userPassword?: string;
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
    getUser: {
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
                    "application/json": components["schemas"]["User"];
                };
            };
        };
    };
    updateUser: {
        parameters: {
            query?: never;
            header?: {
                authToken?: string;
                userId?: string;
                userPassword?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["UpdateUserRequest"];
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
                    "application/json": components["schemas"]["Message"];
                };
            };
        };
    };
    createUser: {
        parameters: {
            query?: never;
            header?: {
                userId?: string;
                userPassword?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateUserRequest"];
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
                    "application/json": components["schemas"]["Message"];
                };
            };
        };
    };
    deleteUser: {
        parameters: {
            query?: never;
            header?: {
                authToken?: string;
                userId?: string;
                userPassword?: string;
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
    listInstructors: {
        parameters: {
            query?: {
                cursor?: string;
                limit?: number;
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
                    "application/json": components["schemas"]["InstructorPage"];
                };
            };
        };
    };
    subscribe: {
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
                "application/json": components["schemas"]["SubscribeRequest"];
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
                    "application/json": components["schemas"]["Message"];
                };
            };
        };
    };
    unsubscribe: {
        parameters: {
            query?: {
                source?: string;
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
    listTopics: {
        parameters: {
            query?: never;
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
                    "application/json": components["schemas"]["TopicList"];
                };
            };
        };
    };
}
