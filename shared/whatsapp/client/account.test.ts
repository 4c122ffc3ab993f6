import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  bandung,
  lisbon,
  startTestServer,
  type TestServer,
} from "../../../emulators/servers/whatsapp/testing/test-server.ts";
import { createWhatsApp, type WhatsApp } from "./whatsapp.ts";

const chain = Array.from({ length: 230 }, (_, index) => ({
  phoneNumberId: `7${String(index).padStart(5, "0")}`,
  displayPhoneNumber: "+1 555 555 0100",
  wabaId: "700000",
  accessToken: "token-of-chain",
}));
let server: TestServer;
let whatsapp: WhatsApp;

beforeAll(async () => {
  server = await startTestServer({ numbers: [bandung, lisbon, ...chain] });
  whatsapp = createWhatsApp({ baseUrl: server.url, version: "v25.0", timeoutMs: 5_000 });
});
afterAll(async () => server.close());

const access = { businessAccountId: bandung.wabaId, accessToken: bandung.accessToken };

describe("whether a number is an account's", () => {
  test("is told by the account's own list", async () => {
    const own = await whatsapp.hasPhoneNumber({ ...access, phoneNumberId: bandung.phoneNumberId });
    expect(own).toEqual({ kind: "answered", has: true });
    const other = await whatsapp.hasPhoneNumber({ ...access, phoneNumberId: lisbon.phoneNumberId });
    expect(other).toEqual({ kind: "answered", has: false });
  });

  test("is looked up on every page of a long list", async () => {
    const ofChain = { businessAccountId: "700000", accessToken: "token-of-chain" };
    const last = chain.at(-1)?.phoneNumberId ?? "";
    expect(await whatsapp.hasPhoneNumber({ ...ofChain, phoneNumberId: last })).toEqual({
      kind: "answered",
      has: true,
    });
    const none = await whatsapp.hasPhoneNumber({ ...ofChain, phoneNumberId: "799999" });
    expect(none).toEqual({ kind: "answered", has: false });
  });

  test("is not told of an account that the token does not open", async () => {
    const foreign = { ...access, businessAccountId: lisbon.wabaId, phoneNumberId: lisbon.phoneNumberId };
    expect(await whatsapp.hasPhoneNumber(foreign)).toMatchObject({ kind: "refused", code: 33 });
  });
});

describe("the app's subscription to an account", () => {
  async function subscribed(): Promise<number> {
    const { body } = await server.call(
      "GET",
      `/v25.0/${bandung.wabaId}/subscribed_apps`,
      undefined,
      bandung.accessToken,
    );
    return (body as { data: unknown[] }).data.length;
  }

  test("is ended and begun, either of them twice", async () => {
    for (const expected of [0, 0]) {
      expect(await whatsapp.unsubscribeApp(access)).toEqual({ kind: "done" });
      expect(await subscribed()).toBe(expected);
    }
    for (const expected of [1, 1]) {
      expect(await whatsapp.subscribeApp(access)).toEqual({ kind: "done" });
      expect(await subscribed()).toBe(expected);
    }
  });

  test("needs the account's token", async () => {
    const wrong = { ...access, accessToken: "wrong" };
    expect(await whatsapp.subscribeApp(wrong)).toMatchObject({ kind: "refused", code: 190 });
    expect(await whatsapp.unsubscribeApp(wrong)).toMatchObject({ kind: "refused", code: 190 });
  });
});
