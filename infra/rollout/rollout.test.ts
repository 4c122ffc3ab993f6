import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { json } from "node:stream/consumers";
import { expect, onTestFinished, test } from "vitest";
import { type CloudRun, connectCloudRun } from "./cloud-run.ts";
import { rollBack, rollOut } from "./roll-out.ts";
import { type Service, split, type Target } from "./traffic.ts";

type Cloud = { run: CloudRun; services: Record<string, Service>; splits: string[] };

/** As much of Cloud Run's API as moves requests between revisions: a change takes a moment, and then shows as status. */
async function startCloudRun(services: Record<string, Service>): Promise<Cloud> {
  const splits: string[] = [];
  async function answer(request: IncomingMessage): Promise<Service> {
    const { pathname, searchParams } = new URL(request.url ?? "", "http://localhost");
    const name = pathname.split("/").at(-1) ?? "";
    const service = services[name] ?? {};
    services[name] = { ...service, reconciling: false };
    if (request.method !== "PATCH") return service;
    expect(searchParams.get("updateMask")).toBe("traffic");
    const { traffic } = (await json(request)) as { traffic: Target[] };
    splits.push(`${name}: ${traffic.map(({ revision, percent }) => `${percent} ${revision}`).join(", ")}`);
    services[name] = { ...service, traffic, trafficStatuses: traffic, reconciling: true };
    return service;
  }
  const server = createServer((request, response) => {
    void answer(request).then((service) => response.end(JSON.stringify(service)));
  });
  await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const run = connectCloudRun({ project: "p", region: "r", url, token: async () => "token", pauseMs: 1 });
  return { run, services, splits };
}

function serving(revision: string, latestReadyRevision: string): Service {
  const traffic = split({ [revision]: 100 });
  return {
    latestReadyRevision: `projects/p/revisions/${latestReadyRevision}`,
    traffic,
    trafficStatuses: traffic,
  };
}

const lines: string[] = [];
const report = (line: string): number => lines.push(line);

test("what was deployed gets 5 % of the requests while a message goes through, and then all", async () => {
  const cloud = await startCloudRun({ a: serving("a-1", "a-2"), b: serving("b-4", "b-4") });
  let during: string[] = [];
  const smoke = async (): Promise<void> => {
    during = [...cloud.splits];
    return Promise.resolve();
  };
  expect(await rollOut({ services: ["a", "b"], run: cloud.run, smoke, report })).toBe(true);
  expect(during).toEqual(["a: 5 a-2, 95 a-1"]);
  expect(cloud.splits).toEqual(["a: 5 a-2, 95 a-1", "a: 100 a-2"]);
});

test("all requests go back to the revisions before when the message does not arrive", async () => {
  const cloud = await startCloudRun({ a: serving("a-1", "a-2"), b: serving("b-4", "b-5") });
  const smoke = async (): Promise<void> => Promise.reject(new Error("the message is failed"));
  expect(await rollOut({ services: ["a", "b"], run: cloud.run, smoke, report })).toBe(false);
  expect(cloud.splits.slice(-2)).toEqual(["a: 100 a-1", "b: 100 b-4"]);
  expect(lines.at(-1)).toContain("the message is failed");
});

test("a first deployment stays with its revision by name, so that the next one waits for its turn", async () => {
  const cloud = await startCloudRun({ a: { latestReadyRevision: "projects/p/revisions/a-1", traffic: [] } });
  const smoke = async (): Promise<void> => Promise.reject(new Error("nothing to try"));
  expect(await rollOut({ services: ["a"], run: cloud.run, smoke, report })).toBe(true);
  expect(cloud.splits).toEqual(["a: 100 a-1"]);
});

test("a service is given back to a revision by hand, and nothing waits to take it over but what it had", async () => {
  const cloud = await startCloudRun({ a: serving("a-2", "a-2") });
  await rollBack(cloud.run, "a", "a-1");
  expect(cloud.splits).toEqual(["a: 100 a-1"]);
});
