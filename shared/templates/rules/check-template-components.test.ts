import { describe, expect, test } from "vitest";
import { checkTemplateComponents } from "./check-template-components.ts";

const example = { body_text: [["Sari", "Monday"]], header_text: ["A1"] };
const body = { type: "BODY", text: "Hi {{1}}, it comes on {{2}}.", example };
const check = (components: unknown[], format: "POSITIONAL" | "NAMED" = "POSITIONAL") =>
  checkTemplateComponents(components, format).map(({ field, message }) => `${field} ${message}`);

test("what Meta takes is taken", () => {
  expect(
    check([
      { type: "HEADER", format: "TEXT", text: "Order {{1}}", example },
      body,
      { type: "FOOTER", text: "Acme" },
    ]),
  ).toEqual([]);
  const named = { body_text_named_params: [{ param_name: "first_name", example: "Sari" }] };
  expect(check([{ type: "body", text: "Hi {{first_name}}.", example: named }], "NAMED")).toEqual([]);
  expect(check([{ type: "BODY", add_security_recommendation: true }])).toEqual([]);
});

test.each<[why: string, components: unknown[], told: RegExp]>([
  ["a body that is too long", [{ ...body, text: "x".repeat(1025) }], /components\.0\.text .*1024/],
  ["a header that is too long", [body, { type: "HEADER", text: "x".repeat(61) }], /components\.1\.text .*60/],
  ["a footer that is too long", [body, { type: "FOOTER", text: "x".repeat(61) }], /components\.1\.text .*60/],
  ["a footer with a variable", [body, { type: "FOOTER", text: "By {{1}}" }], /takes no variables/],
  ["two variables in a header", [body, { type: "HEADER", text: "{{1}} {{2}}" }], /one variable/],
  ["a body that begins with a variable", [{ ...body, text: "{{1}} is on its way" }], /begin or end/],
  ["a body that ends with a variable", [{ ...body, text: "It comes on {{1}}" }], /begin or end/],
  ["a number left out", [{ ...body, text: "Hi {{1}} and {{3}}." }], /must number/],
  ["a name among numbers", [{ ...body, text: "Hi {{name}}." }], /must number/],
  ["no body", [{ type: "FOOTER", text: "Acme" }], /need a BODY/],
  ["two bodies", [body, body], /twice/],
  ["what is no component", [null, body], /^$/],
])("%s is told by its field", (_why, components, told) => {
  expect(check(components)[0] ?? "").toMatch(told);
});

test("names that are none are told", () => {
  for (const name of ["First Name", "1"]) {
    const given = { body_text_named_params: [{ param_name: name, example: "Sari" }] };
    expect(check([{ type: "BODY", text: `Hi {{${name}}}.`, example: given }], "NAMED")).toHaveLength(1);
  }
});

test.each<[why: string, component: object, told: RegExp]>([
  [
    "a body's variable",
    { type: "BODY", text: "Hi {{1}} there" },
    /components\.0\.example\.body_text .*1 variable/,
  ],
  ["one of two", { ...body, example: { body_text: [["Sari"]] } }, /body_text needs .* 2 variables/],
  ["a header's variable", { type: "HEADER", text: "Order {{1}}" }, /example\.header_text/],
  ["a header's file", { type: "HEADER", format: "IMAGE" }, /header_handle needs a sample/],
])("an example of %s is needed", (_why, component, told) => {
  expect(check([component, { type: "BODY", text: "Hi" }])[0]).toMatch(told);
});

describe("buttons", () => {
  const quick = (text: string) => ({ type: "QUICK_REPLY", text });
  const url = {
    type: "URL",
    text: "Track",
    url: "https://acme.example/{{1}}",
    example: ["https://acme.example/1"],
  };
  const buttons = (...given: object[]) =>
    check([
      { type: "BODY", text: "Hi" },
      { type: "BUTTONS", buttons: given },
    ]);

  test("that Meta takes are taken", () => {
    expect(buttons(quick("Yes"), quick("No"), url, { type: "COPY_CODE", example: "25OFF" })).toEqual([]);
    expect(buttons({ type: "OTP", otp_type: "COPY_CODE" })).toEqual([]);
  });

  test.each<[why: string, given: object[], told: RegExp]>([
    ["a text that is too long", [quick("x".repeat(26))], /buttons\.0\.text .*25/],
    ["no text", [{ type: "QUICK_REPLY" }], /buttons\.0\.text is needed/],
    ["a variable in the text", [quick("Hi {{1}}")], /takes no variables/],
    ["more than ten", Array.from({ length: 11 }, (_, index) => quick(`Nr ${index}`)), /at most 10/],
    ["three addresses", [url, url, url], /at most 2 of the type URL/],
    ["quick replies apart", [quick("A"), url, quick("B")], /together/],
    ["an address without an example", [{ ...url, example: undefined }], /needs an example of the address/],
    ["a variable inside of an address", [{ ...url, url: "https://a/{{1}}/b" }], /at its end/],
    ["no address", [{ type: "URL", text: "Track" }], /url is needed/],
    ["no number", [{ type: "PHONE_NUMBER", text: "Call" }], /phone_number is needed/],
    ["none", [], /need a button/],
  ])("with %s are told", (_why, given, told) => {
    expect(buttons(...given).join("\n")).toMatch(told);
  });
});
