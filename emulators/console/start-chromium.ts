import chromium from "@sparticuz/chromium";
import { type Browser, chromium as playwright } from "playwright-core";

/** The Chromium that ships inside a package, or the one of `CHROME_PATH`; started with more arguments. */
export async function startChromium(more: readonly string[] = []): Promise<Browser> {
  const own = process.env["CHROME_PATH"];
  return playwright.launch({
    executablePath: own ?? (await chromium.executablePath()),
    args: [...(own === undefined ? packagedArgs() : []), ...more],
    headless: true,
  });
}

/** Whether one starts here: the packaged one is for Linux on x64, and wants NSS from the system. */
export async function hasChromium(): Promise<boolean> {
  try {
    await (await startChromium()).close();
    return true;
  } catch {
    return false;
  }
}

/** In a single process, it ends with the first of its windows that is closed. */
function packagedArgs(): string[] {
  return chromium.args.filter((argument) => argument !== "--single-process");
}
