import { expect, test } from "vitest";
import { needsHuman } from "./needs-human.ts";

const answer = { sender_type: "bot", is_turn: true };

test.each([
  ["the bot's answer that WhatsApp refuses as wrong", answer, 100, true],
  ["the bot's answer that missed the window", answer, 131047, true],
  ["the bot's answer that was given up", answer, undefined, true],
  ["the bot's answer to a customer who cannot be reached", answer, 131026, false],
  ["the bot's word that a human will come", { sender_type: "bot", is_turn: false }, 100, false],
  ["what a person wrote", { sender_type: "agent", is_turn: true }, 131047, false],
  ["a person's template with a typing error", { sender_type: "agent", is_turn: false }, 132001, false],
  ["what an API key sent", { sender_type: "system", is_turn: false }, 131049, false],
  ["what an API key sent, given up", { sender_type: "system", is_turn: false }, undefined, false],
])("%s", (_name, message, code, expected) => {
  expect(needsHuman(message, code)).toBe(expected);
});
