/** What `/config.json` says. */
export type PageConfig = {
  apiUrl: string;
  auth: { projectId: string; apiKey: string; emulatorUrl: string };
  trialAccounts: { name: string; email: string; password: string }[];
};

export async function loadPageConfig(): Promise<PageConfig> {
  const response = await fetch("/config.json");
  if (!response.ok) throw new Error(`/config.json answered ${response.status}`);
  return (await response.json()) as PageConfig;
}
