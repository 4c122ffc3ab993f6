import { createHash } from "node:crypto";
import OpenAI from "openai";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { LocalServer } from "../local-server.ts";
import { startOpenAi } from "./start-openai.ts";

let server: LocalServer;
let client: OpenAI;
beforeAll(async () => {
  server = await startOpenAi({ port: 0 });
  client = new OpenAI({ apiKey: "local", baseURL: server.url, maxRetries: 0 });
});
afterAll(async () => server.close());

async function transcribe(bytes: Buffer, model = "gpt-transcribe", name = "voice.ogg"): Promise<unknown> {
  return client.audio.transcriptions.create({ model, file: new File([new Uint8Array(bytes)], name) });
}

function comment(name: string, value: string): Buffer {
  const text = Buffer.from(`${name}=${value}`);
  const length = Buffer.alloc(4);
  length.writeUInt32LE(text.length);
  return Buffer.concat([length, text]);
}

test("a recording says what the server was told of it", async () => {
  const bytes = Buffer.from("a recording");
  const digest = createHash("sha256").update(bytes).digest("hex");
  const transcripts = { [digest]: { text: "Berapa ongkirnya?", language: "id", seconds: 2.5 } };
  const settings = { method: "POST", body: JSON.stringify({ transcripts }) };
  await fetch(`http://127.0.0.1:${server.port}/__control/settings`, settings);
  expect(await transcribe(bytes)).toMatchObject({
    text: "Berapa ongkirnya?",
    languages: ["id"],
    usage: { type: "duration", seconds: 2.5 },
  });
});

test("or what it says of itself", async () => {
  const bytes = Buffer.concat([
    Buffer.from("OggS OpusTags"),
    comment("TRANSCRIPT", "Quanto é?"),
    comment("LANGUAGE", "pt"),
  ]);
  expect(await transcribe(bytes)).toMatchObject({ text: "Quanto é?", languages: ["pt"] });
  expect(await transcribe(bytes, "whisper-1")).not.toHaveProperty("languages");
});

test("of any other the server says that it holds no words", async () => {
  expect(await transcribe(Buffer.from("hiss"))).toMatchObject({ text: "", languages: [] });
});

test.each([
  [404, "gpt-6-luna", "voice.ogg", "hiss"],
  [400, "gpt-transcribe", "voice.amr", "hiss"],
  [400, "gpt-transcribe", "voice.ogg", ""],
])("refuses with %i what the real one refuses: %s, %s, %j", async (status, model, name, words) => {
  await expect(transcribe(Buffer.from(words), model, name)).rejects.toMatchObject({ status });
});
