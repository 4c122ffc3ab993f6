import axe from "axe-core";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { functions } from "../../shared/contracts/functions.ts";
import { seedData } from "../../shared/testing/examples/seed-data.ts";
import { buildPages, pagesFolder } from "../../infra/bundles/build-pages.ts";
import { hasChromium, startChromium } from "../console/start-chromium.ts";
import type { Stack } from "../stack/stack.ts";
import { phonesOf, type Phones } from "../testing/phones.ts";
import { startTestStack, until } from "../testing/stack.ts";

const [acme] = seedData;
const canBrowse = await hasChromium();
let stack: Stack;
let phones: Phones;
let browser: Browser;
/** What the pages complained of. */
const complaints: string[] = [];

beforeAll(async () => {
  if (!canBrowse) return;
  // As `npm start` builds them, which may serve them at the same time.
  vi.stubEnv("NODE_ENV", "production");
  await buildPages(pagesFolder);
  vi.unstubAllEnvs();
  stack = await startTestStack({ environment: { REPLY_BURST_WAIT_MS: "200" } });
  phones = phonesOf(stack.servers.urls.whatsapp);
  // To the browser they are where `npm start` has them, wherever they listen.
  const map = (["console", "api"] as const).map((name) => {
    const { localPort } = functions[name];
    return `MAP 127.0.0.1:${localPort} 127.0.0.1:${stack.functions.ports[name]}`;
  });
  browser = await startChromium([`--host-resolver-rules=${map.join(",")}`]);
}, 120_000);

afterAll(async () => {
  await browser?.close();
  await stack?.close();
});

const origin = `http://127.0.0.1:${functions.console.localPort}`;

type Sight = { who?: "agent" | "admin"; colorScheme?: "light" | "dark"; width?: number };

/** A person of Acme's, signed in by a click, with the inbox in sight. */
async function signIn({ who = "agent", colorScheme = "light", width = 1440 }: Sight = {}): Promise<Page> {
  const context: BrowserContext = await browser.newContext({ colorScheme, viewport: { width, height: 900 } });
  context.setDefaultTimeout(10_000);
  const page = await context.newPage();
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("console", (line) => {
    // What the API refuses, and what a test cuts off, is told by the page itself.
    if (line.type() === "error" && !/status of 4\d\d|net::ERR/.test(line.text()))
      complaints.push(line.text());
  });
  await page.goto(`${origin}/sign-in`);
  await page.getByRole("button", { name: new RegExp(`${who} of Acme Outdoor`) }).click();
  await page.waitForURL(`${origin}/`);
  await list(page).waitFor();
  return page;
}

const list = (page: Page) => page.getByRole("list", { name: "Conversations" });
const thread = (page: Page) => page.getByRole("log", { name: "Messages" });

/** As the local WhatsApp calls a customer. */
const nameOf = (phone: string) => `Customer ${phone.slice(-4)}`;

let customers = 0;

/** A customer whom the bot cannot answer, so that people must. */
async function customerWaits(text = "Saya mau bicara dengan orang"): Promise<string> {
  customers += 1;
  const phone = `62812${String(customers).padStart(7, "0")}`;
  await phones.write(phone, text);
  await until(async () => (await ours(phone)).length > 0, { what: "the customer was told" });
  return phone;
}

const ours = async (phone: string) =>
  (await phones.chat(phone, acme.outlet.phoneNumberId)).filter(({ direction }) => direction === "out");

async function openThread(page: Page, phone: string): Promise<void> {
  await list(page)
    .getByRole("button", { name: nameOf(phone) })
    .click();
  await thread(page).waitFor();
}

async function answer(page: Page, text: string): Promise<void> {
  await page.keyboard.press("r");
  await page.getByRole("textbox", { name: "Reply" }).fill(text);
  await page.keyboard.press("Control+Enter");
}

describe.skipIf(!canBrowse)(
  "in the console (skipped where no Chromium starts; CHROME_PATH names one)",
  () => {
    test("a person answers a customer by the keyboard alone, and sees that it was read", async () => {
      const phone = await customerWaits();
      const page = await signIn();
      await openThread(page, phone);
      await page.keyboard.press("i");
      await page.getByText("Agus Agent took it").waitFor();
      await answer(page, "Halo, saya Agus.");
      await until(async () => (await ours(phone)).some(({ text }) => text === "Halo, saya Agus."));
      await thread(page).getByText("Halo, saya Agus.").waitFor();
      await thread(page).getByRole("img", { name: "Read" }).last().waitFor();
      expect((await ours(phone)).filter(({ text }) => text === "Halo, saya Agus.")).toHaveLength(1);
      await page.context().close();
    });

    test("of two who take the same conversation one has it, and the other reads who", async () => {
      const phone = await customerWaits();
      const [first, second] = [await signIn(), await signIn({ who: "admin" })];
      await Promise.all([openThread(first, phone), openThread(second, phone)]);
      await Promise.all([first.keyboard.press("i"), second.keyboard.press("i")]);
      const refused = await until(async () => {
        for (const page of [first, second]) if (await page.getByRole("alert").isVisible()) return page;
        return false;
      });
      expect(await refused.getByRole("alert").textContent()).toMatch(/(?:Agus Agent|Ayu Admin) has it/);
      const other = refused === first ? second : first;
      expect(await other.getByRole("alert").isVisible()).toBe(false);
      await Promise.all([first.context().close(), second.context().close()]);
    });

    test("a double press, and an answer that is lost on its way back, send one message", async () => {
      const phone = await customerWaits();
      const page = await signIn();
      await openThread(page, phone);
      let lost = 0;
      await page.route("**/api/v1/messages", async (route) => {
        // The server does it, and nobody hears so.
        if (route.request().method() !== "POST" || lost >= 2) return route.continue();
        lost += 1;
        await route.fetch({
          url: route.request().url().replace(`:${functions.api.localPort}`, `:${stack.functions.ports.api}`),
        });
        return route.abort("connectionreset");
      });
      await page.keyboard.press("r");
      await page.getByRole("textbox", { name: "Reply" }).fill("Sampai besok.");
      await Promise.all([page.keyboard.press("Control+Enter"), page.keyboard.press("Control+Enter")]);
      await until(
        async () => lost === 2 && (await thread(page).getByRole("img", { name: "Read" }).count()) === 2,
      );
      expect((await ours(phone)).filter(({ text }) => text === "Sampai besok.")).toHaveLength(1);
      expect(await thread(page).getByText("Sampai besok.").count()).toBe(1);
      await page.context().close();
    });

    test("what was being written is there again after the page was loaded anew", async () => {
      const phone = await customerWaits();
      const page = await signIn();
      await openThread(page, phone);
      await page.keyboard.press("r");
      await page.getByRole("textbox", { name: "Reply" }).fill("Kami cek dulu ya");
      await page.getByText("Draft saved").waitFor();
      await page.reload();
      await page.getByRole("textbox", { name: "Reply" }).and(page.getByText("Kami cek dulu ya")).waitFor();
      await page.context().close();
    });

    test("a close is taken back, and a note tells a colleague who is named in it", async () => {
      const phone = await customerWaits();
      const page = await signIn();
      await openThread(page, phone);
      await page.keyboard.press("n");
      await page.getByRole("textbox", { name: "Note" }).fill("@Ayu knows this one");
      await page.keyboard.press("Control+Enter");
      await thread(page).getByText("@Ayu knows this one").waitFor();
      await page.keyboard.press("Escape");
      await page.keyboard.press("e");
      await page.getByText("Agus Agent closed it").waitFor();
      await page.keyboard.press("z");
      await page.getByText("It was opened again").waitFor();
      const colleague = await signIn({ who: "admin" });
      await colleague
        .getByRole("link", { name: /Mentions/ })
        .first()
        .click();
      await list(colleague)
        .getByRole("button", { name: nameOf(phone) })
        .waitFor();
      expect((await ours(phone)).some(({ text }) => text.includes("knows this one"))).toBe(false);
      await Promise.all([page.context().close(), colleague.context().close()]);
    });

    test("a canned reply is filled in where its shortcut is typed, and a tag is put on and taken off", async () => {
      const phone = await customerWaits();
      const page = await signIn();
      await addCannedReply(page, {
        shortcut: "jam",
        body: "Halo {{contact.name}}, kami buka sampai jam enam.",
      });
      await openThread(page, phone);
      await page.keyboard.press("r");
      const field = page.getByRole("textbox", { name: "Reply" });
      await field.fill("#ja");
      await page.getByRole("button", { name: /#jam/ }).click();
      await until(
        async () => (await field.inputValue()) === `Halo ${nameOf(phone)}, kami buka sampai jam enam.`,
      );
      await page.getByRole("button", { name: "Tag", exact: true }).click();
      await page.getByRole("combobox", { name: "Tag" }).fill("Wholesale");
      await page.keyboard.press("Enter");
      const remove = page.getByRole("button", { name: "Take the tag Wholesale off" });
      await remove.click();
      await remove.waitFor({ state: "detached" });
      await page.context().close();
    });

    test("a reply to what has moved on is held back, and sent when the person says so", async () => {
      const phone = await customerWaits();
      const page = await signIn();
      await openThread(page, phone);
      await page.keyboard.press("i");
      await page.getByText("Agus Agent took it").waitFor();
      // The page sees nothing of what comes in from here on.
      await page.route(/\/conversations(?:\/|\?)/, async (route) => route.abort());
      await phones.write(phone, "No, two of them");
      await until(async () => {
        const { rows } = await stored(phone);
        return rows.length > 1;
      });
      await answer(page, "One tent, then.");
      await page.getByText("Something was written while you answered").waitFor();
      expect((await ours(phone)).some(({ text }) => text === "One tent, then.")).toBe(false);
      await page.getByRole("button", { name: "Send as it is" }).click();
      await until(async () => (await ours(phone)).some(({ text }) => text === "One tent, then."));
      await page.context().close();
    });

    test.each(["light", "dark"] as const)("nothing serious keeps anybody out, in %s", async (colorScheme) => {
      const phone = await customerWaits();
      const page = await signIn({ colorScheme });
      expect(await seriousOf(page)).toEqual([]);
      await openThread(page, phone);
      await thread(page).getByText("Saya mau bicara dengan orang").waitFor();
      expect(await seriousOf(page)).toEqual([]);
      await page.setViewportSize({ width: 390, height: 800 });
      expect(await seriousOf(page)).toEqual([]);
      expect(await page.evaluate("document.documentElement.scrollWidth")).toBeLessThanOrEqual(390);
      await page.context().close();
    });

    test("no page complained of anything", () => {
      expect(complaints).toEqual([]);
    });
  },
);

/** Through the API, by the person who is signed in. */
async function addCannedReply(page: Page, body: object): Promise<void> {
  const [request] = await Promise.all([
    page.waitForRequest(/\/conversations\/counts/),
    page
      .getByRole("link", { name: /Unassigned/ })
      .first()
      .click(),
  ]);
  const made = await fetch(`http://127.0.0.1:${stack.functions.ports.api}/api/v1/canned-replies`, {
    method: "POST",
    headers: {
      authorization: (await request.allHeaders())["authorization"] ?? "",
      "content-type": "application/json",
    },
    body: JSON.stringify(body),
  });
  expect(made.status).toBe(201);
}

/** The customer's messages that the product has. */
async function stored(phone: string) {
  const chat = await phones.chat(phone, acme.outlet.phoneNumberId);
  return { rows: chat.filter(({ direction }) => direction === "in") };
}

/** What an audit of the page finds that keeps people out. */
async function seriousOf(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate<axe.AxeResults>(`axe.run({ resultTypes: ["violations"] })`);
  return violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 160)}`));
}
