import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { bandung, lisbon, startTestServer, type TestServer } from "../testing/test-server.ts";

const customer = "628111222333";
let server: TestServer;

beforeEach(async () => {
  server = await startTestServer();
});
afterEach(async () => server.close());

const limit = async (limits: object) => server.call("PUT", "/__control/limits", limits);
/** The codes of so many sends, one after the other; 0 for what was taken. */
async function codesOf(count: number, send: (index: number) => ReturnType<TestServer["send"]>) {
  const codes: number[] = [];
  for (let index = 0; index < count; index += 1) codes.push((await send(index)).body.error?.code ?? 0);
  return codes;
}

describe("messages", () => {
  test("to one customer end with 131056 after a burst, and others go on", async () => {
    await limit({ pair: { burst: 3, everyMs: 1e8 } });
    expect(await codesOf(5, async () => server.send(customer, "x"))).toEqual([0, 0, 0, 131056, 131056]);
    expect((await server.send("628999000111", "x")).status).toBe(200);
  });

  test("of one number end with 130429 over its throughput, and other numbers go on", async () => {
    // A bucket that never holds a whole one.
    await limit({ perSecond: 1e-6 });
    expect((await server.send(customer, "x")).body.error?.code).toBe(130429);
    await limit({ perSecond: 5 });
    const sends = await Promise.all(
      Array.from({ length: 50 }, async (_, index) => server.send(`6281110000${index + 10}`, "x")),
    );
    expect(sends.filter(({ body }) => body.error?.code === 130429).length).toBeGreaterThan(0);
    const message = { messaging_product: "whatsapp", to: customer, type: "text", text: { body: "x" } };
    const path = `/v25.0/${lisbon.phoneNumberId}/messages`;
    expect((await server.call("POST", path, message, lisbon.accessToken)).status).toBe(200);
  });

  test("that customers write count towards the throughput", async () => {
    await limit({ perSecond: 3, pair: { burst: 100, everyMs: 1 } });
    await Promise.all(Array.from({ length: 3 }, async () => server.write(customer, "x")));
    expect((await server.send(customer, "x")).body.error?.code).toBe(130429);
  });

  test("are 20 a second where the number is in the phone app too", async () => {
    await limit({ perSecond: 1000 });
    const sends = await Promise.all(
      Array.from({ length: 60 }, async (_, index) => server.send(`6281110000${index + 10}`, "x")),
    );
    expect(sends.filter(({ body }) => body.error?.code === 130429).length).toBeGreaterThan(0);
  });

  test("are not limited by what calls may cost", async () => {
    await limit({ callsPerHour: 1, appCallsPerHour: 1 });
    expect(await codesOf(3, async () => server.send(customer, "x"))).toEqual([0, 0, 0]);
  });
});

describe("calls about an account", () => {
  const list = async ({ wabaId, accessToken }: { wabaId: string; accessToken: string } = bandung) =>
    fetch(`${server.url}/v25.0/${wabaId}/message_templates`, {
      headers: { authorization: `Bearer ${accessToken}` },
    });
  const codeOf = async (response: Response) =>
    ((await response.json()) as { error?: { code: number } }).error?.code ?? 0;

  test("end with 80007 for that account alone, and say how long to wait", async () => {
    await limit({ callsPerHour: 2 });
    expect([await codeOf(await list()), await codeOf(await list())]).toEqual([0, 0]);
    const refused = await list();
    expect(refused.status).toBe(400);
    const usage = JSON.parse(refused.headers.get("x-business-use-case-usage") ?? "{}") as Record<
      string,
      { estimated_time_to_regain_access: number }[]
    >;
    expect(usage[bandung.wabaId]?.[0]?.estimated_time_to_regain_access).toBe(30);
    expect(await codeOf(refused)).toBe(80007);
    const number = `/v25.0/${bandung.phoneNumberId}`;
    expect((await server.call("GET", number, undefined, bandung.accessToken)).status).toBe(400);
    expect(await codeOf(await list(lisbon))).toBe(0);
  });

  test("end with 4 for the whole app", async () => {
    await limit({ appCallsPerHour: 1 });
    expect(await codeOf(await list())).toBe(0);
    expect(await codeOf(await list(lisbon))).toBe(4);
  });
});

test("a limit that makes no sense is refused", async () => {
  for (const limits of [{ perSecond: 0 }, { pair: { burst: 1 } }, { speed: 1 }])
    expect((await limit(limits)).status).toBe(400);
});
