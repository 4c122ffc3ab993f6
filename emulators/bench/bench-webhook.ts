import { PubSub } from "@google-cloud/pubsub";
import { functionEnvironment, localProjectId } from "../stack/local-environment.ts";
import { startPubSub } from "../servers/pubsub/start-pubsub.ts";
import { type Load, load } from "./load.ts";
import { signedBodies } from "./signed-bodies.ts";
import { startHost } from "./start-host.ts";

const secret = "bench-app-secret";
const rounds = 3;
const secondsEach = 5;

/**
 * Requests a second of our webhook, which answers only after Pub/Sub took the message, as a share of the bare
 * framework's that checks the signature alone. Each has a process of its own; load and Pub/Sub share the rest.
 */
export async function benchWebhook(): Promise<void> {
  const pubsub = await startPubSub({ port: 0 });
  await new PubSub({ projectId: localProjectId, apiEndpoint: pubsub.url, emulatorMode: true }).createTopic(
    "message.received",
  );
  const environment = functionEnvironment(["webhook"], {
    GOOGLE_CLOUD_PROJECT: localProjectId,
    PUBSUB_EMULATOR_HOST: pubsub.url,
    WHATSAPP_APP_SECRETS: secret,
    WHATSAPP_VERIFY_TOKEN: "bench",
  });
  const { url: bare } = await startHost("bare-hmac-host.ts", [secret], process.env);
  const { url: ours } = await startHost("../stack/functions-host.ts", ["webhook=0"], environment);
  const bodies = signedBodies(100_000, secret);

  await load(bare, bodies, 2);
  await load(ours, bodies, 2);
  const measured = { bare: [] as Load[], ours: [] as Load[] };
  for (let round = 0; round < rounds; round += 1) {
    measured.bare.push(await load(bare, bodies, secondsEach));
    measured.ours.push(await load(ours, bodies, secondsEach));
  }
  const [bareRate, ourRate] = [
    median(measured.bare, "requestsPerSecond"),
    median(measured.ours, "requestsPerSecond"),
  ];
  const refused = measured.ours.reduce((sum, { refused: count }) => sum + count, 0);
  console.log(
    `bare framework, HMAC only     ${bareRate.toFixed(0).padStart(6)} requests/s   p99 ${median(measured.bare, "p99Ms")} ms`,
  );
  console.log(
    `webhook, ack after publish    ${ourRate.toFixed(0).padStart(6)} requests/s   p99 ${median(measured.ours, "p99Ms")} ms`,
  );
  console.log(
    `\nratio ${((100 * ourRate) / bareRate).toFixed(0)} % of the bare framework (aim: 60 %), ${refused} not answered with 200`,
  );
  await pubsub.close();
}

function median(loads: readonly Load[], key: "requestsPerSecond" | "p99Ms"): number {
  return loads.map((one) => one[key]).toSorted((a, b) => a - b)[Math.floor(loads.length / 2)] ?? 0;
}
