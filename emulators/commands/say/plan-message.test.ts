import { describe, expect, test } from "vitest";
import type { MessageView } from "../../servers/whatsapp/phone/message-view.ts";
import { planMessage } from "./plan-message.ts";

function message(wamid: string, direction: "in" | "out", more: Partial<MessageView> = {}): MessageView {
  return {
    wamid,
    phoneNumberId: "1",
    customer: "62811",
    direction,
    type: "text",
    text: wamid,
    summary: wamid,
    card: {},
    content: {},
    status: "read",
    statusTimes: {},
    at: "2026-01-01T00:00:00.000Z",
    reactions: {},
    ...more,
  };
}

const yes = {
  type: "interactive",
  interactive: { type: "button_reply", button_reply: { id: "y", title: "Yes" } },
};
const ten = {
  type: "interactive",
  interactive: { type: "list_reply", list_reply: { id: "10", title: "10:00" } },
};
const chat = [
  message("question", "in"),
  message("buttons", "out", { card: { actions: [{ kind: "answer", title: "Yes", answer: yes }] } }),
  message("list", "out", {
    card: {
      actions: [{ kind: "list", title: "Choose", sections: [{ rows: [{ title: "10:00", answer: ten }] }] }],
    },
  }),
  message("deleted", "in", { deleted: true }),
  message("reaction", "out", { type: "reaction" }),
];

describe("a customer", () => {
  test.each([
    ["writes", { text: "Halo" }, { text: "Halo" }],
    ["quotes the business's last message", { text: "Ya", reply: true }, { text: "Ya", replyTo: "list" }],
    ["taps a button of an earlier message", { text: "", tap: "yes" }, { replyTo: "buttons", raw: yes }],
    ["chooses a row", { text: "", tap: "10:00" }, { replyTo: "list", raw: ten }],
    [
      "reacts",
      { text: "", react: "👍" },
      { raw: { type: "reaction", reaction: { message_id: "list", emoji: "👍" } } },
    ],
    [
      "sends a place",
      { text: "", location: "-6.9,107.6,Gedung Sate, Bandung" },
      {
        raw: {
          type: "location",
          location: { latitude: -6.9, longitude: 107.6, name: "Gedung Sate, Bandung" },
        },
      },
    ],
    [
      "sends a file with a caption",
      { text: "Look", file: { id: "7", kind: "image" as const, voice: false } },
      { text: "Look", media: { id: "7", kind: "image", voice: false } },
    ],
  ])("%s", (_what, asked, body) => {
    expect(planMessage(asked, chat)).toEqual({ kind: "send", body });
  });

  test("edits and deletes the last message that still is there", () => {
    expect(planMessage({ text: "new", edit: true }, chat)).toEqual({
      kind: "edit",
      wamid: "question",
      text: "new",
    });
    expect(planMessage({ text: "", delete: true }, chat)).toEqual({ kind: "delete", wamid: "question" });
  });

  test.each([
    [{ text: "", tap: "No" }],
    [{ text: "", location: "here" }],
    [{ text: "", react: "👍" }],
    [{ text: "x", edit: true }],
  ])("cannot do %j where there is nothing to do it to", (asked) => {
    expect(planMessage(asked, []).kind).toBe("impossible");
  });
});
