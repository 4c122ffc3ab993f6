/** A file, and what is known of it beside its bytes. */
export type SourceFile = {
  bytes: Buffer;
  fileName: string;
  /** As its website states it. */
  charset?: string | undefined;
};
