/** A file that a customer or a business put on the server. */
export type MediaFile = {
  id: string;
  phoneNumberId: string;
  mimeType: string;
  /** Base64, as in webhooks. */
  sha256: string;
  size: number;
  filename?: string | undefined;
  createdAt: number;
};
