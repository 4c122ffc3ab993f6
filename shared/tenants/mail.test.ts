import { mkdtemp, readdir, readFile } from "node:fs/promises";
import { type AddressInfo, createServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterEach, describe, expect, test } from "vitest";
import { createMail } from "./mail.ts";

const message = {
  id: "0190-a",
  to: ["ayu@acme.example", "budi@acme.example"],
  subject: "Café: 80 % used",
  text: "Your plan's messages are 80 % used up.",
};
const from = "CRM <crm@example.org>";

describe("mail to a folder", () => {
  test("is a file that a mail program opens, and sent again it is the same file", async () => {
    const folder = await mkdtemp(join(tmpdir(), "mail-"));
    const mail = createMail({ url: pathToFileURL(join(folder, "new")).href, from });
    await mail.send(message);
    await mail.send(message);
    expect(await readdir(join(folder, "new"))).toEqual(["0190-a.eml"]);
    const text = await readFile(join(folder, "new/0190-a.eml"), "utf8");
    expect(text).toMatch(/^To: ayu@acme\.example, budi@acme\.example\r$/m);
    expect(text).toMatch(/^Message-ID: <0190-a@whatsapp-crm>\r$/m);
    expect(text).toContain(`\r\n\r\n${message.text}`);
  });

  test("takes no header from a subject", async () => {
    const folder = await mkdtemp(join(tmpdir(), "mail-"));
    await createMail({ url: pathToFileURL(folder).href, from }).send({
      ...message,
      subject: "Hi\r\nBcc: x@evil.example",
    });
    expect(await readFile(join(folder, "0190-a.eml"), "utf8")).not.toMatch(/^Bcc:/m);
  });
});

describe("mail by SMTP", () => {
  let server: Server | undefined;
  afterEach(() => server?.close());

  /** Takes mail as RFC 5321 says, or answers DATA with the given reply. */
  async function listen(dataReply = "250 OK"): Promise<{ url: string; received: string[] }> {
    const received: string[] = [];
    server = createServer((socket) => {
      let inData = false;
      socket.write("220 test\r\n");
      socket.setEncoding("utf8").on("data", (chunk: string) => {
        received.push(chunk);
        if (inData) {
          if (!received.join("").endsWith("\r\n.\r\n")) return;
          inData = false;
          socket.write(`${dataReply}\r\n`);
        } else if (/^DATA/i.test(chunk)) {
          inData = true;
          socket.write("354 go on\r\n");
        } else if (/^QUIT/i.test(chunk)) socket.end("221 bye\r\n");
        else socket.write("250 OK\r\n");
      });
      socket.on("error", () => undefined);
    });
    await new Promise<void>((resolve) => server?.listen(0, "127.0.0.1", resolve));
    return { url: `smtp://127.0.0.1:${(server.address() as AddressInfo).port}`, received };
  }

  test("reaches every recipient, with an id by which a repeat is known", async () => {
    const { url, received } = await listen();
    const mail = createMail({ url, from });
    await mail.send(message);
    await mail.close();
    const said = received.join("");
    expect(said).toContain("RCPT TO:<ayu@acme.example>");
    expect(said).toContain("RCPT TO:<budi@acme.example>");
    expect(said).toContain("MAIL FROM:<crm@example.org>");
    expect(said).toMatch(/^Message-ID: <0190-a@whatsapp-crm>\r$/im);
    expect(said).toContain("80 % used up");
  });

  test("that is not taken is an error", async () => {
    const { url } = await listen("554 no");
    const mail = createMail({ url, from });
    await expect(mail.send(message)).rejects.toThrow("554");
    await mail.close();
  });
});

test("an address of no known kind is refused before anything is sent", () => {
  expect(() => createMail({ url: "https://mail.example", from })).toThrow("https:");
});
