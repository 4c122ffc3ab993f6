import { createHash } from "node:crypto";
import { declaredModels } from "../../../shared/contracts/models.ts";
import { ApiError } from "./api-error.ts";

type Transcript = { text: string; language?: string | undefined; seconds?: number | undefined };
/** What recordings say, by the SHA-256 of their file in hex. */
export type Transcripts = Readonly<Record<string, Transcript>>;

const maxBytes = 25_000_000;
const playable = /\.(?:flac|mp3|mp4|mpeg|mpga|m4a|ogg|wav|webm)$/i;

/**
 * `POST /v1/audio/transcriptions`. The server has no ears: it tells what a test said of the file, or what the file itself tells in
 * its Vorbis comments `TRANSCRIPT` and `LANGUAGE`; of any other, honestly, that it holds no words.
 */
export async function transcribe(form: FormData, transcripts: Transcripts): Promise<unknown> {
  const model = form.get("model");
  if (typeof model !== "string" || model === "")
    throw new ApiError(400, "you must provide a model parameter", { param: "model" });
  const declared = Object.hasOwn(declaredModels, model) ? declaredModels[model] : undefined;
  if (declared !== undefined && declared.kind !== "transcription")
    throw new ApiError(404, `The model '${model}' does not transcribe.`, { param: "model" });
  const format = form.get("response_format") ?? "json";
  if (format !== "json")
    throw new ApiError(400, "This response_format is not compatible with this model.", {
      param: "response_format",
      code: "unsupported_value",
    });
  const file = form.get("file");
  if (!(file instanceof File)) throw new ApiError(400, "file is required", { param: "file" });
  if (!playable.test(file.name)) throw new ApiError(400, "Invalid file format.", { param: "file" });
  if (file.size > maxBytes)
    throw new ApiError(413, "Maximum content size limit exceeded.", { param: "file" });
  const bytes = Buffer.from(await file.arrayBuffer());
  if (bytes.length === 0) throw new ApiError(400, "Audio file might be corrupted.", { param: "file" });
  const digest = createHash("sha256").update(bytes).digest("hex");
  const { text, language, seconds } = (Object.hasOwn(transcripts, digest) && transcripts[digest]) || {
    text: commentOf(bytes, "TRANSCRIPT") ?? "",
    language: commentOf(bytes, "LANGUAGE"),
  };
  return {
    text,
    ...(declared?.family === "gpt-transcription"
      ? { languages: language === undefined ? [] : [language] }
      : {}),
    usage: { type: "duration", seconds: seconds ?? 1 },
  };
}

/** A Vorbis comment, as OGG files carry them: its length in four bytes, then `NAME=value`. */
function commentOf(bytes: Buffer, name: string): string | undefined {
  const at = bytes.indexOf(`${name}=`);
  if (at < 4) return undefined;
  const length = bytes.readUInt32LE(at - 4);
  const value = bytes.subarray(at + name.length + 1, at + length).toString("utf8");
  return length > 10_000 || value === "" ? undefined : value;
}
