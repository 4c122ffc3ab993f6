import type { LocalServerOptions } from "../local-server.ts";

/** One WhatsApp Business phone number that the server plays. */
export type BusinessNumber = {
  phoneNumberId: string;
  displayPhoneNumber: string;
  wabaId: string;
  accessToken: string;
  /** The verified name that customers see. */
  name?: string | undefined;
};

/** How long after the step before each status comes. */
export type StatusTiming = { sentAfterMs: number; deliveredAfterMs: number; readAfterMs: number };

type RetryTiming = {
  /** Pause before the second retry; the first comes at once. Doubles from then on. */
  baseMs: number;
  maxMs: number;
  /** A webhook that was not answered with 200 for so long is dropped; Meta gives up after 7 days. */
  giveUpAfterMs: number;
};

export type SendLimits = {
  /** Messages a second for one business number (Meta: 80); more gives 130429. */
  perSecond?: number | undefined;
  /** Messages to one customer: `burst` at once, then one every `everyMs` (Meta: 45 and 6 s); more gives 131056. */
  pair?: { burst: number; everyMs: number } | undefined;
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
  limits?: SendLimits | undefined;
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
  limits: SendLimits;
};

export type WhatsAppServerOptions = LocalServerOptions & WhatsAppOptions;

/** Fills in what the caller left out. */
export function settingsFrom(options: WhatsAppOptions): Settings {
  return {
    appSecret: options.appSecret,
    verifyToken: options.verifyToken,
    seed: options.seed ?? 1,
    statusTiming: { sentAfterMs: 150, deliveredAfterMs: 250, readAfterMs: 600, ...options.statusTiming },
    retry: { baseMs: 500, maxMs: 60_000, giveUpAfterMs: 7 * 86_400_000, ...options.retry },
    webhookTimeoutMs: options.webhookTimeoutMs ?? 15_000,
    webhookConcurrency: options.webhookConcurrency ?? 64,
    mediaUrlLifetimeMs: options.mediaUrlLifetimeMs ?? 5 * 60_000,
    limits: options.limits ?? {},
  };
}
