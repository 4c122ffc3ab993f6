import type { LocalServerOptions } from "../local-server.ts";

/** One WhatsApp Business phone number that the server plays. */
export type BusinessNumber = {
  phoneNumberId: string;
  displayPhoneNumber: string;
  wabaId: string;
  accessToken: string;
  /** The verified name that customers see. */
  name?: string | undefined;
  /** Used in the WhatsApp Business app too: edits and deletions are told, and what is written in the app. */
  coexistence?: boolean | undefined;
};

/** How long after the step before each status comes. */
export type StatusTiming = { sentAfterMs: number; deliveredAfterMs: number; readAfterMs: number };

type MediaLifetime = { customerMs: number; businessMs: number };

type RetryTiming = {
  /** Pause before the second retry; the first comes at once. Doubles from then on. */
  baseMs: number;
  maxMs: number;
  /** A webhook that was not answered with 200 for so long is dropped; Meta gives up after 7 days. */
  giveUpAfterMs: number;
};

export type SendLimits = {
  /** Messages a second for one business number (Meta: 80, and 20 with coexistence); more gives 130429. */
  perSecond?: number | undefined;
  /** Messages to one customer: `burst` at once, then one every `everyMs` (Meta: 45 and 6 s); more gives 131056. */
  pair?: { burst: number; everyMs: number } | undefined;
  /** Calls an hour about an account's templates and numbers (Meta: 200); more gives 80007. */
  callsPerHour?: number | undefined;
  /** The same for the whole app; more gives 4. */
  appCallsPerHour?: number | undefined;
};

/** What Meta's review of a new template gives, and after how long. */
export type TemplateReview = {
  afterMs: number;
  outcome: "APPROVED" | "REJECTED";
  /** Of a refusal. */
  reason?: string | undefined;
};

export type WhatsAppOptions = {
  /** Key of `X-Hub-Signature-256`. */
  appSecret: string;
  /** Sent in the handshake when the webhook address is registered. */
  verifyToken: string;
  /** Where events go; may also be registered later by `POST /__control/webhook`. Until then events wait. */
  webhookUrl?: string | undefined;
  numbers: readonly BusinessNumber[];
  /** Makes the fault plan repeat; a plan may bring its own. */
  seed?: number | undefined;
  statusTiming?: Partial<StatusTiming> | undefined;
  retry?: Partial<RetryTiming> | undefined;
  webhookTimeoutMs?: number | undefined;
  /** Webhooks that may be under way at once. */
  webhookConcurrency?: number | undefined;
  mediaUrlLifetimeMs?: number | undefined;
  /** How long the ids of files live: those that customers sent (Meta: 7 days), and uploaded ones (30 days). */
  mediaLifetime?: Partial<MediaLifetime> | undefined;
  limits?: SendLimits | undefined;
  /** Without it a template is approved by the answer to its creation. */
  templateReview?: TemplateReview | undefined;
};

export type Settings = {
  appSecret: string;
  verifyToken: string;
  seed: number;
  statusTiming: StatusTiming;
  retry: RetryTiming;
  webhookTimeoutMs: number;
  webhookConcurrency: number;
  mediaUrlLifetimeMs: number;
  mediaLifetime: MediaLifetime;
  limits: SendLimits;
  templateReview: TemplateReview | undefined;
};

export type WhatsAppServerOptions = LocalServerOptions & WhatsAppOptions;

const dayMs = 86_400_000;

/** Fills in what the caller left out. */
export function settingsFrom(options: WhatsAppOptions): Settings {
  return {
    appSecret: options.appSecret,
    verifyToken: options.verifyToken,
    seed: options.seed ?? 1,
    statusTiming: { sentAfterMs: 150, deliveredAfterMs: 250, readAfterMs: 600, ...options.statusTiming },
    retry: { baseMs: 500, maxMs: 60_000, giveUpAfterMs: 7 * dayMs, ...options.retry },
    webhookTimeoutMs: options.webhookTimeoutMs ?? 15_000,
    webhookConcurrency: options.webhookConcurrency ?? 64,
    mediaUrlLifetimeMs: options.mediaUrlLifetimeMs ?? 5 * 60_000,
    mediaLifetime: { customerMs: 7 * dayMs, businessMs: 30 * dayMs, ...options.mediaLifetime },
    limits: options.limits ?? {},
    templateReview: options.templateReview,
  };
}
