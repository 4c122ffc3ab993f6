import type { Exchange } from "../http/exchange.ts";
import type { ObjectPath } from "../http/route.ts";
import type { ObjectRecord, Settings } from "../store.ts";
import { getBucket, putObject } from "./objects.ts";
import type { Preconditions } from "./preconditions.ts";

/** Copies the bytes; settings given take the place of all of the source's, except that the content type is kept. */
export async function copyObject(
  exchange: Exchange,
  source: ObjectRecord,
  to: ObjectPath,
  settings: Settings,
  preconditions: Preconditions,
): Promise<ObjectRecord> {
  const { store } = exchange;
  getBucket(store, to.bucket);
  const bodyId = await store.bodies.copy(source.bodyId);
  try {
    return putObject(
      exchange,
      {
        bucket: to.bucket,
        name: to.object,
        bodyId,
        hash: { size: source.size, md5Hash: source.md5Hash, crc32c: source.crc32c },
        settings:
          Object.keys(settings).length > 0
            ? { contentType: source.settings["contentType"], ...settings }
            : source.settings,
      },
      preconditions,
    );
  } catch (error) {
    await store.bodies.remove(bodyId);
    throw error;
  }
}
