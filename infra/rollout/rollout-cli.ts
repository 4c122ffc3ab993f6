import { z } from "zod";
import { canaries } from "../canaries.ts";
import { connectCloudRun } from "./cloud-run.ts";
import { rollBack, rollOut } from "./roll-out.ts";
import { sendOne } from "./send-one.ts";

/** `npm run rollout` after an `up`; `npm run rollout -- back crm-sender crm-sender-00007-abc` gives a service back. */
const environment = z.object({
  PROJECT: z.string().min(1),
  REGION: z.string().min(1),
  SMOKE_API_URL: z.url(),
  SMOKE_API_KEY: z.string().min(1),
  SMOKE_OUTLET_ID: z.uuid(),
  SMOKE_PHONE: z.string().min(1),
});
const place = environment.pick({ PROJECT: true, REGION: true });

const [command, service, revision] = process.argv.slice(2);
if (command === "back" && service !== undefined && revision !== undefined) {
  const { PROJECT: project, REGION: region } = place.parse(process.env);
  await rollBack(connectCloudRun({ project, region }), service, revision);
} else if (command === undefined) {
  const given = environment.parse(process.env);
  const isOut = await rollOut({
    services: canaries.map((name) => `crm-${name}`),
    run: connectCloudRun({ project: given.PROJECT, region: given.REGION }),
    smoke: async () =>
      sendOne({
        apiUrl: given.SMOKE_API_URL,
        apiKey: given.SMOKE_API_KEY,
        outletId: given.SMOKE_OUTLET_ID,
        phone: given.SMOKE_PHONE,
      }),
    report: (line) => void process.stdout.write(`${line}\n`),
  });
  process.exitCode = isOut ? 0 : 1;
} else {
  process.stderr.write("Usage: npm run rollout [-- back <service> <revision>]\n");
  process.exitCode = 2;
}
