import { dataOf } from "../api/client.ts";
import type { Session } from "../api/session.ts";

type Upload = { baseId: string; file: File; onProgress(fraction: number): void };

/** The API opens the upload, the file goes straight to the bucket. */
export const uploadDocument =
  ({ api }: Session) =>
  async ({ baseId, file, onProgress }: Upload) => {
    const contentType = file.type || "application/octet-stream";
    const { uploadUrl } = await dataOf(
      api.POST("/api/v1/knowledge-bases/{id}/documents", {
        params: { path: { id: baseId } },
        body: { name: file.name, contentType, sizeBytes: file.size },
      }),
    );
    await put(uploadUrl, file, onProgress);
  };

/** `fetch` tells nothing of an upload's progress. */
async function put(url: string, file: File, onProgress: (fraction: number) => void): Promise<void> {
  const request = new XMLHttpRequest();
  const ended = Promise.withResolvers<undefined>();
  request.upload.addEventListener("progress", ({ loaded, total }) => onProgress(loaded / total));
  request.addEventListener("load", () =>
    request.status < 300
      ? ended.resolve(undefined)
      : ended.reject(new Error(`the bucket answered ${request.status}`)),
  );
  request.addEventListener("error", () =>
    ended.reject(new Error("the connection broke while the file was sent")),
  );
  request.open("PUT", url);
  request.send(file);
  await ended.promise;
}

export const answerQuestion =
  ({ api }: Session) =>
  async ({ id, answer }: { id: string; answer: string }) =>
    api.POST("/api/v1/unanswered-questions/{id}/answer", { params: { path: { id } }, body: { answer } });

export const dismissQuestion =
  ({ api }: Session) =>
  async (id: string) =>
    api.POST("/api/v1/unanswered-questions/{id}/dismiss", { params: { path: { id } } });
