import { createHmac } from "node:crypto";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { sign } from "../../shared/testing/webhook-body.ts";
import { verifySignature } from "./verify-signature.ts";

const body = Buffer.from('{"text":"Apakah buka hari ini? 👋"}');
const secrets = ["new-secret", "old-secret"];
const valid = sign(body, "new-secret");

/** Meta escapes some characters, so the same text comes in two spellings with two signatures. */
const escaped = (text: string): string =>
  text.replaceAll(
    /[^\x20-\x7e]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
const bodies = fc
  .tuple(fc.string({ unit: "grapheme", minLength: 1, maxLength: 40 }), fc.boolean())
  .map(([text, escapes]) => {
    const json = JSON.stringify({ text: `${text}👋` });
    return Buffer.from(escapes ? escaped(json) : json);
  });

describe("a signature", () => {
  test("is taken when it is of these bytes under the app's secret", () => {
    expect(verifySignature(body, valid, ["new-secret"])).toBe(true);
  });

  test("is taken under either secret while one is rotated, and under no third", () => {
    expect(verifySignature(body, sign(body, "old-secret"), secrets)).toBe(true);
    expect(verifySignature(body, valid, secrets)).toBe(true);
    expect(verifySignature(body, sign(body, "older-secret"), secrets)).toBe(false);
  });

  test.each([
    ["is missing", undefined],
    ["is empty", ""],
    ["has no value", "sha256="],
    ["has no scheme", valid.slice("sha256=".length)],
    ["is in upper-case hex, which Meta never sends", `sha256=${valid.slice("sha256=".length).toUpperCase()}`],
    ["is too short", valid.slice(0, -2)],
    ["is too long", `${valid}00`],
    ["is followed by a line break", `${valid}\n`],
    ["is of another hash", `sha1=${createHmac("sha1", "new-secret").update(body).digest("hex")}`],
    [
      "is of another hash under our name",
      `sha256=${createHmac("sha1", "new-secret").update(body).digest("hex")}`,
    ],
    ["comes twice", `${valid}, ${valid}`],
    ["is of the empty body", sign("", "new-secret")],
  ])("is refused when it %s", (_how, header) => {
    expect(verifySignature(body, header, secrets)).toBe(false);
  });

  test("of the bytes is taken, whatever they spell, and of no bytes that differ in one", () => {
    const change = fc.record({ at: fc.nat(), to: fc.integer({ min: 1, max: 255 }) });
    fc.assert(
      fc.property(bodies, change, (bytes, { at, to }) => {
        const header = sign(bytes, "new-secret");
        const changed = Buffer.from(bytes);
        const index = at % bytes.length;
        changed[index] = (changed[index] ?? 0) ^ to;
        return verifySignature(bytes, header, secrets) && !verifySignature(changed, header, secrets);
      }),
      { numRuns: 500 },
    );
  });

  test("of one spelling is not one of the other, though both mean the same", () => {
    const plain = '{"text":"é👋"}';
    expect(JSON.parse(escaped(plain))).toEqual(JSON.parse(plain));
    expect(verifySignature(Buffer.from(escaped(plain)), sign(plain, "new-secret"), secrets)).toBe(false);
  });
});
