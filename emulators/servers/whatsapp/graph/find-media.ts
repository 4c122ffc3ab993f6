import type { Context } from "../context.ts";
import type { BusinessNumber } from "../options.ts";
import type { MediaFile } from "../store/media-file.ts";
import { invalidParameter } from "./graph-error.ts";
import { mediaIn } from "./media-in.ts";
import type { GraphMessage } from "./message-schema.ts";
import type { Reply } from "../http/reply.ts";

/** The file while its id lives. */
export function findMedia({ state, settings }: Context, id: string): MediaFile | undefined {
  const file = state.media.get(id);
  if (file === undefined) return undefined;
  const { customerMs, businessMs } = settings.mediaLifetime;
  const lifetimeMs = file.from === "customer" ? customerMs : businessMs;
  return Date.now() < file.createdAt + lifetimeMs ? file : undefined;
}

/** Graph's refusal of a media id that is not, or no longer, the number's, wherever it stands. */
export function checkMediaId(
  context: Context,
  { phoneNumberId }: BusinessNumber,
  message: GraphMessage,
): Reply | undefined {
  const wrong = mediaIn(message).find(({ id }) => findMedia(context, id)?.phoneNumberId !== phoneNumberId);
  if (wrong === undefined) return undefined;
  return invalidParameter(
    `Param ${wrong.kind}['id'] is not a valid whatsapp business account media attachment ID`,
  );
}
