import type { ConsoleServices } from "./services.ts";

/** What the pages ask first: `/config.json`. All of it is public. */
export type PageConfig = {
  /** Origin of the API; empty where it is the pages' own. */
  apiUrl: string;
  auth: { projectId: string; apiKey: string; emulatorUrl: string };
  trialAccounts: { name: string; email: string; password: string }[];
};

export function pageConfigOf({ config }: Pick<ConsoleServices, "config">): PageConfig {
  return {
    apiUrl: config.CONSOLE_API_URL,
    auth: {
      projectId: config.FIREBASE_PROJECT_ID,
      apiKey: config.FIREBASE_WEB_API_KEY,
      emulatorUrl: config.CONSOLE_AUTH_URL,
    },
    trialAccounts: config.CONSOLE_TRIAL_ACCOUNTS.split(",").flatMap((account) => {
      const [, name, email, password] = /^(.+)=([^:]+):(.+)$/.exec(account.trim()) ?? [];
      return name && email && password ? [{ name, email, password }] : [];
    }),
  };
}
