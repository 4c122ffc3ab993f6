import { LlmInvalidReply, LlmRejected } from "../../shared/llm/llm.ts";
import type { Transcribed } from "../../shared/llm/llm-transcription.ts";
import type { EventOf } from "../../shared/contracts/topics.ts";
import { recordTranscript } from "../../shared/conversations/queries/transcripts.ts";
import { livingModel, modelCatalog } from "../../shared/contracts/model-catalog.ts";
import { inWork } from "../../shared/runtime/work.ts";
import type { Unheard } from "./load-situation.ts";
import type { ResponderServices } from "./services.ts";

const mostBytes = 25_000_000;

/**
 * Writes down what the customer said in voice messages, each once, and counts it. One in which nothing is said, or which nobody
 * can play, counts as heard without words: a human listens to it. Throws when the service is away.
 */
export async function transcribeVoice(
  event: EventOf<"reply.requested"> & { tenantId: string },
  { files, outletId }: Unheard,
  services: ResponderServices,
  { isLastAttempt }: { isLastAttempt: boolean },
): Promise<void> {
  const model = await speechModel(services);
  for (const { messageId, objectName, mimeType } of files) {
    const heard =
      objectName === null || model === undefined
        ? { text: "" }
        : await listen(services, { objectName, mimeType }, model).catch((error: unknown) => {
            const isHopeless = error instanceof LlmRejected || error instanceof LlmInvalidReply;
            if (!isHopeless && !isLastAttempt) throw error;
            services.log.warn("a voice message could not be written down, a human listens", {
              tenantId: event.tenantId,
              messageId,
              error,
            });
            return { text: "" };
          });
    await inWork(services, event.tenantId, event, async (work) => {
      const isFirst = await recordTranscript(work.trx, messageId, { ...heard, model: model ?? "none" });
      const seconds = Math.ceil(heard.seconds ?? 0);
      if (isFirst && seconds > 0)
        work.emit("usage.recorded", {
          meter: "audio.seconds",
          quantity: seconds,
          outletId,
          subjectId: messageId,
        });
      work.emit("conversation.changed", {
        conversationId: event.data.conversationId,
        messageId,
        change: "message",
      });
    });
  }
}

async function speechModel({ config, db, lookups, now }: ResponderServices): Promise<string | undefined> {
  const { OPENAI_TRANSCRIPTION_MODEL: chosen, LLM_MODELS: own } = config;
  if (chosen === undefined) return undefined;
  return (
    livingModel(modelCatalog(own), chosen, { now: now(), told: await lookups.findModelEnds(db) }) ?? chosen
  );
}

async function listen(
  { llm, mediaObjects, config }: ResponderServices,
  { objectName, mimeType }: { objectName: string; mimeType: string | null },
  model: string,
): Promise<Transcribed> {
  const limit = modelCatalog(config.LLM_MODELS)[model]?.limits.fileBytes ?? mostBytes;
  const described = await mediaObjects.describe(objectName);
  if (described === undefined || described.sizeBytes > limit) return { text: "" };
  const file = await mediaObjects.readFile(objectName, limit);
  if (file === undefined) return { text: "" };
  const type = (mimeType ?? file.contentType).split(";")[0]?.trim() ?? "";
  return llm.transcribe({
    bytes: file.bytes,
    fileName: `voice.${endings[type] ?? "ogg"}`,
    mimeType: type,
    model,
  });
}

/** By its name's ending the service knows how to play a file. */
const endings: Readonly<Record<string, string>> = {
  "audio/ogg": "ogg",
  "audio/mpeg": "mp3",
  "audio/mp4": "m4a",
  "audio/aac": "m4a",
  "audio/wav": "wav",
  "audio/webm": "webm",
};
