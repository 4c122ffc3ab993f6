import { asText, type JsonObject, property } from "../../../contracts/loose-json.ts";
import { omitMissing } from "./omit-missing.ts";

/** The advertisement or post from which the customer came to write. */
export type Referral = {
  sourceType?: string;
  sourceId?: string;
  sourceUrl?: string;
  headline?: string;
  text?: string;
  mediaType?: string;
  /** Where Meta shows the advertisement's picture or film, for a while. */
  imageUrl?: string;
  videoUrl?: string;
  thumbnailUrl?: string;
  /** What the advertisement greeted the customer with, before they wrote. */
  welcomeMessage?: string;
  clickId?: string;
  ref?: string;
};

export function readReferral(message: JsonObject): Referral | undefined {
  const referral = property(message, "referral");
  if (referral === undefined) return undefined;
  const read = omitMissing({
    sourceType: asText(property(referral, "source_type")),
    sourceId: asText(property(referral, "source_id")),
    sourceUrl: asText(property(referral, "source_url")),
    headline: asText(property(referral, "headline")),
    text: asText(property(referral, "body")),
    mediaType: asText(property(referral, "media_type")),
    imageUrl: asText(property(referral, "image_url")),
    videoUrl: asText(property(referral, "video_url")),
    thumbnailUrl: asText(property(referral, "thumbnail_url")),
    welcomeMessage: asText(property(property(referral, "welcome_message"), "text")),
    clickId: asText(property(referral, "ctwa_clid")),
    ref: asText(property(referral, "ref")),
  });
  return Object.keys(read).length === 0 ? undefined : read;
}
