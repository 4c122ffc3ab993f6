import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";
import protosJson from "@google-cloud/kms/build/protos/protos.json" with { type: "json" };
import {
  type handleUnaryCall,
  Server,
  ServerCredentials,
  type ServiceDefinition,
  status,
} from "@grpc/grpc-js";
import { fromJSON } from "@grpc/proto-loader";
import { crc32c } from "../tenants/secrets/crc32c.ts";

type Wrapped<Value> = { value: Value } | null;
type Encrypt = {
  name: string;
  plaintext: Buffer;
  plaintextCrc32c: Wrapped<string>;
  additionalAuthenticatedData: Buffer;
  additionalAuthenticatedDataCrc32c: Wrapped<string>;
};
type Decrypt = {
  name: string;
  ciphertext: Buffer;
  ciphertextCrc32c: Wrapped<string>;
  additionalAuthenticatedData: Buffer;
  additionalAuthenticatedDataCrc32c: Wrapped<string>;
};

export type TestKms = {
  port: number;
  /** The calls it got, by name. */
  readonly calls: ("encrypt" | "decrypt")[];
  /** The key gets a next version, which encrypts from now on. */
  rotate(keyName: string): void;
  /** The next so many answers are damaged, or fail with UNAVAILABLE. */
  damage(times: number): void;
  fail(times: number): void;
  close(): Promise<void>;
};

/** Speaks as much of `google.cloud.kms.v1` as wrapping needs, over gRPC, by the protos of the official client. */
export async function startTestKms(keyNames: readonly string[]): Promise<TestKms> {
  const versions = new Map(keyNames.map((name) => [name, [randomBytes(32)]]));
  const calls: TestKms["calls"] = [];
  const left = { damaged: 0, failing: 0 };

  function encrypt(request: Encrypt) {
    const keyName = request.name;
    const keys = versionsOf(versions, keyName);
    const version = keys.length;
    const iv = randomBytes(12);
    const cipher = createCipheriv("aes-256-gcm", keys[version - 1] ?? "", iv).setAAD(
      request.additionalAuthenticatedData,
    );
    const body = Buffer.concat([cipher.update(request.plaintext), cipher.final()]);
    const ciphertext = Buffer.concat([Buffer.of(version), iv, cipher.getAuthTag(), body]);
    return {
      name: `${keyName}/cryptoKeyVersions/${version}`,
      ciphertext: damaged(ciphertext),
      ciphertextCrc32c: { value: crc32c(ciphertext) },
      verifiedPlaintextCrc32c: fits(request.plaintext, request.plaintextCrc32c),
      verifiedAdditionalAuthenticatedDataCrc32c: fits(
        request.additionalAuthenticatedData,
        request.additionalAuthenticatedDataCrc32c,
      ),
    };
  }

  function decrypt({ name, ciphertext, ciphertextCrc32c, additionalAuthenticatedData }: Decrypt) {
    if (!fits(ciphertext, ciphertextCrc32c)) throw refusal("the checksum does not fit");
    const key = versionsOf(versions, name)[(ciphertext[0] ?? 0) - 1];
    if (key === undefined) throw refusal("no such version");
    const decipher = createDecipheriv("aes-256-gcm", key, ciphertext.subarray(1, 13))
      .setAAD(additionalAuthenticatedData)
      .setAuthTag(ciphertext.subarray(13, 29));
    const plaintext = openWith(decipher, ciphertext.subarray(29));
    return { plaintext: damaged(plaintext), plaintextCrc32c: { value: crc32c(plaintext) } };
  }

  function damaged(bytes: Buffer): Buffer {
    if (left.damaged === 0) return bytes;
    left.damaged -= 1;
    return Buffer.concat([Buffer.of((bytes[0] ?? 0) ^ 1), bytes.subarray(1)]);
  }

  function unary<Request>(
    name: "encrypt" | "decrypt",
    answer: (request: Request) => object,
  ): handleUnaryCall<Request, object> {
    return (call, respond) => {
      calls.push(name);
      if (left.failing > 0) {
        left.failing -= 1;
        respond({ code: status.UNAVAILABLE, details: "try again" });
        return;
      }
      try {
        respond(null, answer(call.request));
      } catch (error) {
        respond({ code: status.INVALID_ARGUMENT, details: String(error) });
      }
    };
  }

  const definitions = fromJSON(protosJson, { longs: String, defaults: true });
  const service = definitions["google.cloud.kms.v1.KeyManagementService"] as ServiceDefinition;
  const server = new Server();
  server.addService(service, { Encrypt: unary("encrypt", encrypt), Decrypt: unary("decrypt", decrypt) });
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, bound) => {
      if (error === null) resolve(bound);
      else reject(error);
    });
  });
  return {
    port,
    calls,
    rotate: (keyName) => void versions.get(keyName)?.push(randomBytes(32)),
    damage: (times) => void (left.damaged = times),
    fail: (times) => void (left.failing = times),
    close: async () => Promise.resolve(server.forceShutdown()),
  };
}

function versionsOf(versions: Map<string, Buffer[]>, keyName: string): Buffer[] {
  const found = versions.get(keyName);
  if (found === undefined) throw refusal("no such key");
  return found;
}

function fits(bytes: Buffer, checksum: Wrapped<string>): boolean {
  return checksum !== null && Number(checksum.value) === crc32c(bytes);
}

function openWith(decipher: ReturnType<typeof createDecipheriv>, body: Buffer): Buffer {
  return Buffer.concat([decipher.update(body), decipher.final()]);
}

function refusal(message: string): Error {
  return new Error(message);
}
