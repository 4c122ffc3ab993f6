import { pipeline } from "node:stream/promises";
import type { Bucket } from "@google-cloud/storage";
import { create as contentDisposition } from "content-disposition";
import type { Delivery } from "./rules/deliver-file.ts";
import { defineClient } from "../runtime/client.ts";

export type Objects = {
  /** The bytes of one generation of an object; undefined when that generation is gone. Refuses more than `maxBytes`. */
  read(objectName: string, generation: number, maxBytes: number): Promise<Buffer | undefined>;
  /** The newest bytes of an object with their type; undefined when there are none. Refuses more than `maxBytes`. */
  readFile(
    objectName: string,
    maxBytes: number,
  ): Promise<{ bytes: Uint8Array; contentType: string } | undefined>;
  /** What is known of the newest object without reading it; undefined when there is none. */
  describe(objectName: string): Promise<{ contentType: string; sizeBytes: number } | undefined>;
  /**
   * An address at which anybody may read the object until so long from now, for a user's browser. The browser takes the
   * file under this name and type, whatever the object says.
   */
  signReadUrl(objectName: string, link: Delivery & { fileName: string; lifetimeMs: number }): Promise<string>;
  /**
   * An address to which whoever has it may upload the object within a week, in parts if need be, and a page of `origin`
   * too. Cloud Storage refuses what is longer or shorter than said, and keeps the type that is said here.
   */
  startUpload(
    objectName: string,
    upload: { contentType: string; sizeBytes: number; origin?: string | undefined },
  ): Promise<string>;
  /** Makes a new generation of the object from itself, as if it were uploaded again. False when there is none. */
  renew(objectName: string): Promise<boolean>;
  /** Stores the bytes, replacing what is there; when reading them fails, nothing is stored. */
  write(objectName: string, bytes: AsyncIterable<Uint8Array>, contentType: string): Promise<void>;
  /** Names of all objects, and when each was stored. */
  list(): Promise<{ name: string; storedAt: Date }[]>;
  /** Deletes the object, whichever generation; nothing to delete is fine. */
  remove(objectName: string): Promise<void>;
  /** Deletes all that lies under the tenant's prefix, older versions among it; resolves to how many there were. */
  removeTenant(tenantId: string): Promise<number>;
};

const removedAtOnce = 50;

/** Our one client of Cloud Storage, for one bucket. It loads and connects at the first use. */
export function createObjects({ bucket: name }: { bucket: string }): Objects {
  let connected: Promise<Bucket> | undefined;
  const connect = async (): Promise<Bucket> => {
    const { Storage } = await import("@google-cloud/storage");
    return new Storage().bucket(name);
  };
  const bucket = async (): Promise<Bucket> => (connected ??= connect());
  return {
    async read(objectName, generation, maxBytes) {
      const file = (await bucket()).file(objectName, { generation });
      try {
        const chunks: Buffer[] = [];
        let length = 0;
        for await (const chunk of file.createReadStream() as AsyncIterable<Buffer>) {
          length += chunk.length;
          if (length > maxBytes) throw new RangeError(`the object is larger than ${maxBytes} bytes`);
          chunks.push(chunk);
        }
        return Buffer.concat(chunks);
      } catch (error) {
        if (isNotFound(error)) return undefined;
        throw error;
      }
    },
    async readFile(objectName, maxBytes) {
      const file = (await bucket()).file(objectName);
      try {
        const [metadata] = await file.getMetadata();
        if (Number(metadata.size ?? 0) > maxBytes)
          throw new RangeError(`the object is larger than ${maxBytes} bytes`);
        const [bytes] = await file.download();
        return { bytes, contentType: metadata.contentType ?? "" };
      } catch (error) {
        if (isNotFound(error)) return undefined;
        throw error;
      }
    },
    async describe(objectName) {
      try {
        const [{ contentType, size }] = await (await bucket()).file(objectName).getMetadata();
        return { contentType: contentType ?? "", sizeBytes: Number(size ?? 0) };
      } catch (error) {
        if (isNotFound(error)) return undefined;
        throw error;
      }
    },
    async signReadUrl(objectName, { lifetimeMs, fileName, contentType, disposition }) {
      const [url] = await (await bucket()).file(objectName).getSignedUrl({
        version: "v4",
        action: "read",
        expires: Date.now() + lifetimeMs,
        responseType: contentType,
        responseDisposition: contentDisposition(fileName, { type: disposition }),
      });
      return url;
    },
    async startUpload(objectName, { contentType, sizeBytes, origin }) {
      const [url] = await (await bucket()).file(objectName).createResumableUpload({
        ...(origin === undefined ? {} : { origin }),
        metadata: { contentType, contentLength: sizeBytes },
      });
      return url;
    },
    async renew(objectName) {
      const file = (await bucket()).file(objectName);
      try {
        await file.copy(file);
        return true;
      } catch (error) {
        if (isNotFound(error)) return false;
        throw error;
      }
    },
    async write(objectName, bytes, contentType) {
      const file = (await bucket()).file(objectName);
      await pipeline(bytes, file.createWriteStream({ resumable: false, metadata: { contentType } }));
    },
    async list() {
      const [files] = await (await bucket()).getFiles();
      return files.map(({ name: found, metadata }) => ({
        name: found,
        storedAt: new Date(metadata.timeCreated ?? 0),
      }));
    },
    async remove(objectName) {
      await (await bucket()).file(objectName).delete({ ignoreNotFound: true });
    },
    async removeTenant(tenantId) {
      const options = {
        prefix: tenantPrefix(tenantId),
        versions: true,
        maxResults: removedAtOnce,
        autoPaginate: false,
      };
      for (let removed = 0; ;) {
        const [files] = await (await bucket()).getFiles(options);
        if (files.length === 0) return removed;
        await Promise.all(
          files.map(async (file) => {
            // Naming the generation makes it safe to repeat, and so the client repeats it when a connection breaks.
            const { generation } = file.metadata;
            await file.delete({ ignoreNotFound: true, ...(generation && { ifGenerationMatch: generation }) });
          }),
        );
        removed += files.length;
      }
    },
  };
}

/** A prefix that is no tenant's would delete what others have. */
function tenantPrefix(tenantId: string): string {
  if (!/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(tenantId)) {
    throw new TypeError("a tenant's prefix needs the tenant's id, which is a UUID");
  }
  return `tenants/${tenantId}/`;
}

function isNotFound(error: unknown): boolean {
  return error instanceof Error && (error as { code?: unknown }).code === 404;
}

/** The bucket that documents are uploaded to. */
export const documentsBucket = defineClient(["DOCUMENTS_BUCKET"], (config) =>
  createObjects({ bucket: config.DOCUMENTS_BUCKET }),
);

/** The bucket that lists which tenants were erased. */
export const erasuresBucket = defineClient(["ERASURES_BUCKET"], (config) =>
  createObjects({ bucket: config.ERASURES_BUCKET }),
);

/** The bucket of the files that customers send and get. */
export const mediaBucket = defineClient(["MEDIA_BUCKET"], (config) =>
  createObjects({ bucket: config.MEDIA_BUCKET }),
);
