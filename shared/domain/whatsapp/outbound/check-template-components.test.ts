import { expect, test } from "vitest";
import { checkTemplateComponents } from "./check-template-components.ts";

const body = { type: "BODY", text: "Hi {{1}}, it comes on {{2}}." };
const check = (components: unknown[], format: "POSITIONAL" | "NAMED" = "POSITIONAL") =>
  checkTemplateComponents(components, format).map(({ field, message }) => `${field} ${message}`);

test("what Meta takes is taken", () => {
  expect(
    check([{ type: "HEADER", format: "TEXT", text: "Order {{1}}" }, body, { type: "FOOTER", text: "Acme" }]),
  ).toEqual([]);
  expect(check([{ type: "body", text: "Hi {{first_name}}." }], "NAMED")).toEqual([]);
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
  expect(check([{ type: "BODY", text: "Hi {{First Name}}." }], "NAMED")).toHaveLength(1);
  expect(check([{ type: "BODY", text: "Hi {{1}}." }], "NAMED")).toHaveLength(1);
});
