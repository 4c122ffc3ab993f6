import { expect, test } from "vitest";
import { invitationMail } from "./invitation-mail.ts";

const passwordLink = "https://id.example/reset?code=1";
const wayIn = { kind: "password", link: passwordLink } as const;
const facts = { tenantName: "Acme", language: null, role: "agent", wayIn } as const;

test("whoever has no account is sent where to choose a password", () => {
  const { subject, text } = invitationMail(facts);
  expect(subject).toBe("Acme: your access to the WhatsApp CRM");
  expect(text.split("\n")).toContain(passwordLink);
  expect(text).toContain("You answer its customers.");
});

test("whoever has one signs in with it, and gets no link", () => {
  const { text } = invitationMail({ ...facts, wayIn: { kind: "linked" } });
  expect(text).toContain("the account that you have already");
  expect(text).not.toContain("http");
});

test("whoever signs in elsewhere is told that alone, and gets no link", () => {
  const { text } = invitationMail({ ...facts, wayIn: { kind: "taken" } });
  expect(text).toContain("elsewhere already");
  expect(text).not.toContain("http");
});

test.each([
  ["id", "akses"],
  ["pt-BR", "acesso"],
  ["es", "acceso"],
  ["de", "access"],
])("it is written in the tenant's language, here %s, as far as there are words", (language, word) => {
  const { subject, text } = invitationMail({ ...facts, language });
  expect(subject).toContain(word);
  expect(text).toContain(word);
  expect(text).toContain(passwordLink);
});

test("a tenant's name stays within its line", () => {
  expect(invitationMail({ ...facts, tenantName: "A\r\nBcc: you\n\nhi" }).subject).toBe(
    "A Bcc: you hi: your access to the WhatsApp CRM",
  );
});
