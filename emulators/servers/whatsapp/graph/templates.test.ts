import { afterAll, beforeAll, expect, test } from "vitest";
import { createWhatsApp, type WhatsApp } from "../../../../shared/whatsapp/client/whatsapp.ts";
import { bandung, lisbon, startTestServer, type TestServer } from "../testing/test-server.ts";

let server: TestServer;
let whatsapp: WhatsApp;
const access = { businessAccountId: bandung.wabaId, accessToken: bandung.accessToken };

beforeAll(async () => {
  server = await startTestServer();
  whatsapp = createWhatsApp({ baseUrl: server.url, version: "v25.0", timeoutMs: 5_000 });
});
afterAll(async () => server.close());

const components = [{ type: "BODY", text: "Hi {{1}}", example: { body_text: [["Sari"]] } }];
const newTemplate = (name: string, more: object = {}) => ({
  name,
  language: "en",
  category: "UTILITY",
  components,
  ...more,
});

async function sendTemplate(name: string, values: number): Promise<unknown> {
  const parameters = Array.from({ length: values }, () => ({ type: "text", text: "Sari" }));
  const template = { name, language: { code: "en" }, components: [{ type: "body", parameters }] };
  const sent = await whatsapp.sendMessage({
    phoneNumberId: bandung.phoneNumberId,
    accessToken: bandung.accessToken,
    to: { phone: "628111222333" },
    message: { type: "template", template },
    callbackData: "a",
  });
  return sent.kind === "refused" ? sent.code : sent.kind;
}

test("an account without templates takes every name", async () => {
  expect(await sendTemplate("anything", 3)).toBe("accepted");
});

test("templates are created once, listed over all pages, and deleted by name", async () => {
  for (let index = 0; index < 103; index += 1) {
    const created = await whatsapp.createTemplate({ ...access, template: newTemplate(`t${index}`) });
    expect(created).toMatchObject({ kind: "created", status: "APPROVED" });
  }
  const again = await whatsapp.createTemplate({ ...access, template: newTemplate("t0") });
  expect(again).toMatchObject({ kind: "refused", code: 100 });
  const listed = await whatsapp.listTemplates(access);
  if (listed.kind !== "listed") throw new Error(listed.kind);
  expect(listed.templates).toHaveLength(103);
  expect(listed.templates[0]).toMatchObject({ name: "t0", language: "en", components });
  expect(await whatsapp.deleteTemplate({ ...access, name: "t0" })).toEqual({ kind: "done" });
  expect(await whatsapp.deleteTemplate({ ...access, name: "t0" })).toMatchObject({ kind: "refused" });
  const other = { businessAccountId: lisbon.wabaId, accessToken: bandung.accessToken };
  expect(await whatsapp.listTemplates(other)).toMatchObject({ kind: "refused", code: 33 });
});

test("a send is refused with Meta's codes for what does not fit", async () => {
  await whatsapp.createTemplate({ ...access, template: newTemplate("paused", { status: "PAUSED" }) });
  await whatsapp.createTemplate({ ...access, template: newTemplate("disabled", { status: "DISABLED" }) });
  expect(await sendTemplate("t1", 1)).toBe("accepted");
  expect(await sendTemplate("t1", 2)).toBe(132000);
  expect(await sendTemplate("missing", 1)).toBe(132001);
  expect(await sendTemplate("paused", 1)).toBe(132015);
  expect(await sendTemplate("disabled", 1)).toBe(132016);
});
