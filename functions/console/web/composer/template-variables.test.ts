import { expect, test } from "vitest";
import { bodyVariables, filledBody, isPlain } from "./template-variables.ts";

const body = (text: string) => [{ type: "BODY", text }];

test("a template's body says which values it wants, each once", () => {
  expect(bodyVariables(body("Order {{2}} is ready, {{1}}. Thanks, {{1}}!"))).toEqual([
    { name: "1", isNamed: false },
    { name: "2", isNamed: false },
  ]);
  expect(bodyVariables(body("Hi {{ name }}"))).toEqual([{ name: "name", isNamed: true }]);
  expect(bodyVariables([{ type: "FOOTER", text: "{{1}}" }])).toEqual([]);
});

test("a missing value stays a gap in sight", () => {
  expect(filledBody(body("Hi {{1}}, {{2}}"), { 1: "Sari" })).toBe("Hi Sari, {{2}}");
});

test.each([
  [true, [{ type: "HEADER", format: "TEXT", text: "News" }, ...body("Hi"), { type: "FOOTER", text: "Bye" }]],
  [true, [...body("Hi"), { type: "BUTTONS", buttons: [{ type: "QUICK_REPLY", text: "Yes" }] }]],
  [false, [{ type: "HEADER", format: "IMAGE" }, ...body("Hi")]],
  [false, [{ type: "HEADER", format: "TEXT", text: "{{1}}" }, ...body("Hi")]],
  [false, [...body("Hi"), { type: "BUTTONS", buttons: [{ type: "URL", url: "https://a.example/{{1}}" }] }]],
  [false, [...body("Hi"), { type: "CAROUSEL", cards: [] }]],
])("whether all that it wants is in its body is %s", (expected, components) => {
  expect(isPlain(components)).toBe(expected);
});
