import type OpenAI from "openai";
import { property } from "../contracts/loose-json.ts";

export type Transcribed = {
  /** Empty where nothing was said. */
  text: string;
  /** As the model names it, where it does. */
  language?: string;
  /** Length of the speech, where the service counts it. */
  seconds?: number;
};

export type Speech = { bytes: Uint8Array; fileName: string; mimeType: string };

/** Asks for the words of a recording, in the language in which they were said. */
export async function requestTranscription(
  client: OpenAI,
  { bytes, fileName, mimeType }: Speech,
  { model, signal }: { model: string; signal: AbortSignal },
): Promise<Transcribed> {
  const file = new File([new Uint8Array(bytes)], fileName, { type: mimeType });
  const answer: unknown = await client.audio.transcriptions.create(
    { model, file, response_format: "json" },
    { signal },
  );
  const text = property(answer, "text");
  // Newer models name all languages that they heard, `verbose_json` of older ones a single one.
  const languages = property(answer, "languages");
  const language = Array.isArray(languages) ? (languages as unknown[])[0] : property(answer, "language");
  const seconds = Number(property(property(answer, "usage"), "seconds") ?? property(answer, "duration"));
  return {
    text: typeof text === "string" ? text.trim() : "",
    ...(typeof language === "string" && language !== "" ? { language } : {}),
    ...(seconds > 0 ? { seconds } : {}),
  };
}
