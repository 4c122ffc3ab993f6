import type { Embedder } from "./embedding/create-embedder.ts";
import type { Faults } from "./faults.ts";
import type { Transcripts } from "./transcriptions-route.ts";
import type { ReplyForm } from "./reply-form.ts";

/** One request that was served, for tests that want to see the prompts. */
export type LoggedRequest = {
  at: string;
  method: string;
  path: string;
  status: number;
  body: unknown;
  /** The client left before its answer was whole. */
  isAborted: boolean;
};

/** What the requests to one server share. */
export type ServerState = {
  embedder: Embedder;
  faults: Faults;
  requests: LoggedRequest[];
  delayMs: number;
  replyForm: ReplyForm;
  transcripts: Transcripts;
  /** On which days models end, in place of the declared ones; null: never. */
  modelEnds: Readonly<Record<string, string | null>>;
};
