import chromium from "@sparticuz/chromium";
import { type Browser, chromium as playwright } from "playwright-core";

/** The Chromium that ships inside a package, or the one of `CHROME_PATH`. */
export async function startChromium(): Promise<Browser> {
  const own = process.env["CHROME_PATH"];
  return playwright.launch({
    executablePath: own ?? (await chromium.executablePath()),
    args: own === undefined ? chromium.args : [],
    headless: true,
  });
}
