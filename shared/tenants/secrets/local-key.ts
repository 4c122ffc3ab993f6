import { createHash } from "node:crypto";
import { open, seal } from "./aes-gcm.ts";
import type { KeyWrapper } from "./key-wrapper.ts";
import { Unopenable } from "./unopenable.ts";

/**
 * A wrapper whose keys are at hand: each 32 bytes in base64, the current one first. The second opens what it has
 * sealed until all of that is wrapped anew. Throws when a key has another length.
 */
export function createLocalKeyWrapper(wrappingKeys: readonly string[]): KeyWrapper {
  const keys = wrappingKeys.map(readKey);
  const [current] = keys;
  if (current === undefined) throw new RangeError("there must be a wrapping key");
  return {
    async wrap(dataKey, boundTo) {
      return { wrapped: seal(current.bytes, dataKey, boundTo), keyName: current.name };
    },
    async unwrap({ wrapped, keyName }, boundTo) {
      // A wrong key never opens anything, so the name need not be trusted.
      for (const { bytes } of keys) {
        try {
          return open(bytes, wrapped, boundTo);
        } catch {
          continue;
        }
      }
      throw new Unopenable(`no wrapping key at hand opens this data key, which ${keyName} has sealed`);
    },
    async currentKeyName() {
      return current.name;
    },
  };
}

/** The name is a fingerprint, so that a changed key is seen; it does not lead back to the key. */
function readKey(text: string): { bytes: Buffer; name: string } {
  const bytes = Buffer.from(text, "base64");
  if (bytes.length !== 32) throw new RangeError("the wrapping key must be 32 bytes in base64");
  const fingerprint = createHash("sha256").update("wrapping-key:").update(bytes).digest("hex").slice(0, 16);
  return { bytes, name: `local:${fingerprint}` };
}
