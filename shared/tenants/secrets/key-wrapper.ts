/** A data key as it is stored: sealed, and the name of the very key, its version included, that sealed it. */
export type WrappedKey = { wrapped: Buffer; keyName: string };

/** What seals the tenants' data keys: a key of Cloud KMS, or keys at hand. */
export type KeyWrapper = {
  /** Seals under the key that is current now. It opens only where it is `boundTo` the same. */
  wrap(dataKey: Buffer, boundTo: string): Promise<WrappedKey>;
  /** Opens what any key of this wrapper, current or older, has sealed. Throws `Unopenable` for all else. */
  unwrap(key: WrappedKey, boundTo: string): Promise<Buffer>;
  /** What `wrap` would name now; a stored key of another name wants to be wrapped anew. */
  currentKeyName(): Promise<string>;
};
