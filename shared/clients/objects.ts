import { Storage } from "@google-cloud/storage";

export type Objects = {
  /** The bytes of one generation of an object; undefined when that generation is gone. Refuses more than `maxBytes`. */
  read(objectName: string, generation: number, maxBytes: number): Promise<Buffer | undefined>;
  /** Deletes the object, whichever generation; nothing to delete is fine. */
  remove(objectName: string): Promise<void>;
};

/** Our one client of Cloud Storage, for one bucket. It connects at the first use. */
export function createObjects({ bucket }: { bucket: string }): Objects {
  const storage = new Storage();
  return {
    async read(objectName, generation, maxBytes) {
      const file = storage.bucket(bucket).file(objectName, { generation });
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
    async remove(objectName) {
      await storage.bucket(bucket).file(objectName).delete({ ignoreNotFound: true });
    },
  };
}

function isNotFound(error: unknown): boolean {
  return error instanceof Error && (error as { code?: unknown }).code === 404;
}
