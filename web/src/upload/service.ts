/** What the API says about an upload that is not finished. */
export interface OpenUpload {
  readonly mediaId: string;
  readonly title: string;
  readonly size: number;
  readonly checksum: string;
  readonly uploadedParts: readonly number[];
  readonly replaces: boolean;
}

/** What is promised about a file before it is sent. */
export interface FileClaim {
  readonly kind: "video" | "image";
  readonly fileName: string;
  readonly contentType: string;
  readonly size: number;
  readonly checksum: string;
}

/** What an upload is for: a new item, or new content of one that exists. */
export type Purpose =
  | {
      readonly kind: "new";
      readonly title: string;
      readonly description: string;
      readonly topics: readonly string[];
    }
  | { readonly kind: "replace"; readonly mediaId: string; readonly title: string }
  /** Go on with an unfinished upload of whichever of these kinds: the file must be the one with this checksum. */
  | {
      readonly kind: "continue";
      readonly mediaId: string;
      readonly title: string;
      readonly checksum: string;
      readonly replaces: boolean;
    };

/** Where and how to PUT one part. */
export interface PartTarget {
  readonly partNumber: number;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
}

/**
 * The part of the API that uploads need. Every call may be repeated. What can't be helped by trying again is thrown as
 * UploadRefused; any other error passes.
 */
export interface UploadService {
  /** Begin, or go on with the same file; `upload` is null when the file is there whole already. */
  open(claim: FileClaim, purpose: Purpose): Promise<OpenUpload>;
  address(mediaId: string, parts: readonly { partNumber: number; checksum: string }[]): Promise<readonly PartTarget[]>;
  complete(mediaId: string): Promise<void>;
  cancel(mediaId: string): Promise<void>;
}

/** Trying again as it is can't help. `message` is a sentence for the person. */
export class UploadRefused extends Error {
  override name = "UploadRefused";
  readonly code: string;

  constructor(code: string, detail: string) {
    super(detail);
    this.code = code;
  }
}
