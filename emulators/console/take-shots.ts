import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { functions } from "../../shared/contracts/functions.ts";
import { places } from "../../functions/console/web/shell/places.ts";
import { startChromium } from "./start-chromium.ts";

/** Takes a picture of every screen of the running console, light and dark, as Acme Outdoor's admin. */
export async function takeShots(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  const origin = `http://127.0.0.1:${functions.console.localPort}`;
  await using browser = await startChromium();
  for (const colorScheme of ["light", "dark"] as const) {
    const page = await browser.newPage({ colorScheme, viewport: { width: 1440, height: 900 } });
    page.on("console", (message) => message.type() === "error" && console.error(message.text()));
    await page.goto(`${origin}/sign-in`);
    const admin = page.getByRole("button", { name: /admin of Acme Outdoor/ });
    await admin.waitFor();
    await page.screenshot({ path: join(folder, `sign-in-${colorScheme}.png`) });
    await admin.click();
    await page.waitForURL(`${origin}/`);
    await page.getByRole("heading", { level: 1 }).waitFor();
    for (const { path, title } of places) {
      await page.goto(`${origin}${path}`);
      await page.getByRole("heading", { level: 1 }).waitFor();
      await page.waitForLoadState("networkidle");
      const file = join(folder, `${title}-${colorScheme}.png`);
      await page.screenshot({ path: file });
      console.log(file);
    }
  }
}
