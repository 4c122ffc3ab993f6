/** A file that a customer or a business put on the server. */
export type MediaFile = {
  id: string;
  phoneNumberId: string;
  /** Whose it is decides how long its id lives. */
  from: "customer" | "business";
  mimeType: string;
  /** Base64, as in webhooks. */
  sha256: string;
  size: number;
  filename?: string | undefined;
  /** A moving sticker. */
  animated?: boolean | undefined;
  createdAt: number;
};

/** Whether the bytes are a WebP with the animation flag of its `VP8X` chunk. */
export function isAnimatedWebp(bytes: Buffer): boolean {
  return (
    bytes.toString("latin1", 0, 4) === "RIFF" &&
    bytes.toString("latin1", 8, 16) === "WEBPVP8X" &&
    ((bytes[20] ?? 0) & 0x02) !== 0
  );
}
