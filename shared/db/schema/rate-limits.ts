/** Requests that were counted for a key until its window ends. */
export type RateLimitsTable = {
  /** SHA-256 of what is limited. */
  key: Buffer;
  points: number;
  ends_at: Date;
};
