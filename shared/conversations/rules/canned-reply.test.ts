import { expect, test } from "vitest";
import { renderReply, unknownVariables } from "./canned-reply.ts";

const values = {
  contact: { name: "Dewi", phone: "628111" },
  outlet: { name: "Bandung" },
  agent: { name: "Agus" },
};

test("a canned reply takes the values of whom it goes to", () => {
  const body = "Halo {{contact.name}}, {{ agent.name }} dari {{outlet.name}}. {{contact.name}}?";
  expect(renderReply(body, values)).toEqual({ text: "Halo Dewi, Agus dari Bandung. Dewi?", missing: [] });
});

test("what has no value is named once, and stays a gap in sight", () => {
  const nameless = { ...values, contact: { name: " ", phone: null } };
  expect(renderReply("{{contact.name}} {{contact.name}} {{contact.phone}}", nameless)).toEqual({
    text: "{{contact.name}} {{contact.name}} {{contact.phone}}",
    missing: ["contact.name", "contact.phone"],
  });
});

test("a value is not read again, whatever stands in it", () => {
  const sly = { ...values, contact: { name: "{{agent.name}}", phone: "$&" } };
  expect(renderReply("{{contact.name}} {{contact.phone}}", sly).text).toBe("{{agent.name}} $&");
});

test("variables that there are none of are told", () => {
  expect(unknownVariables("{{contact.name}} {{constructor}} {{contact.age}}")).toEqual([
    "constructor",
    "contact.age",
  ]);
});
