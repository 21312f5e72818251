import { type ApiClient, ApiProblem } from "../api/client";
import { type FileClaim, type OpenUpload, type Purpose, UploadRefused, type UploadService } from "./service";

/** Uploads through the API of NEUFIT. */
export function uploadService(api: ApiClient): UploadService {
  return {
    open: (claim, purpose) => refusing(() => open(api, claim, purpose)),
    address: (mediaId, parts) =>
      refusing(async () => (await api.post("/media/uploads/parts", { body: { mediaId, parts: [...parts] } })).parts),
    complete: (mediaId) =>
      refusing(async () => {
        // The store joins the parts of a long film for a while.
        await api.post("/media/uploads/complete", { body: { mediaId }, timeout: 120_000 });
      }),
    cancel: (mediaId) =>
      refusing(async () => {
        await api.delete("/media/uploads", { query: { mediaId } });
      }),
  };
}

async function open(api: ApiClient, claim: FileClaim, purpose: Purpose): Promise<OpenUpload> {
  const { kind, ...file } = claim;
  // By its id an upload is gone on with as well: the API knows it by the file.
  const { upload } =
    purpose.kind === "new"
      ? await api.post("/media", {
          body: { kind, ...file, title: purpose.title, description: purpose.description, topics: [...purpose.topics] },
        })
      : await api.put("/media", { query: { mediaId: purpose.mediaId }, body: file });
  if (upload === null) throw new UploadRefused("no-upload", "The service did not open an upload for this file.");
  return upload;
}

async function refusing<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    if (error instanceof ApiProblem && !error.passing) throw new UploadRefused(error.code, sentence(error));
    throw error;
  }
}

/** The detail, or what is said about the first field that is wrong: "Look at: title" says too little here. */
function sentence(problem: ApiProblem): string {
  const [first] = problem.fields;
  return first === undefined ? problem.detail : `${problem.detail} (${first[0]}: ${first[1]})`;
}
