import { createRequire } from "node:module";
import { Server, ServerCredentials, loadPackageDefinition, status } from "@grpc/grpc-js";
import type { ServiceClientConstructor, UntypedHandleCall, sendUnaryData } from "@grpc/grpc-js";
import { fromJSON } from "@grpc/proto-loader";

type Published = { topic: string; attributes: Record<string, string>; data: string };
type PublishRequest = {
  topic: string;
  messages: { attributes: Record<string, string>; data: Uint8Array }[];
};

export type FakePublisher = {
  host: string;
  port: number;
  published: Published[];
  /** Topics answered with NOT_FOUND. */
  missing: Set<string>;
  stop(): void;
};

/** Just enough of `google.pubsub.v1.Publisher` to see what is published to it, and to be down. */
export async function startFakePublisher(port = 0): Promise<FakePublisher> {
  const published: Published[] = [];
  const missing = new Set<string>();

  function publish(
    { request }: { request: PublishRequest },
    answer: sendUnaryData<{ messageIds: string[] }>,
  ): void {
    const { topic, messages } = request;
    if (missing.has(topic)) return answer({ code: status.NOT_FOUND, details: "Topic not found" });
    for (const { attributes, data } of messages) {
      published.push({ topic, attributes, data: Buffer.from(data).toString() });
    }
    answer(null, { messageIds: messages.map(() => String(published.length)) });
  }

  const server = new Server();
  server.addService(publisherService(), { publish: publish as UntypedHandleCall });
  const bound = await new Promise<number>((resolve, reject) => {
    server.bindAsync(`127.0.0.1:${port}`, ServerCredentials.createInsecure(), (error, boundPort) =>
      error ? reject(error) : resolve(boundPort),
    );
  });
  return { host: `127.0.0.1:${bound}`, port: bound, published, missing, stop: () => server.forceShutdown() };
}

function publisherService(): ServiceClientConstructor["service"] {
  const protos: unknown = createRequire(import.meta.url)("@google-cloud/pubsub/build/protos/protos.json");
  const root = loadPackageDefinition(fromJSON(protos as Parameters<typeof fromJSON>[0], { keepCase: false }));
  type Packages = { google: { pubsub: { v1: { Publisher: ServiceClientConstructor } } } };
  return (root as unknown as Packages).google.pubsub.v1.Publisher.service;
}
