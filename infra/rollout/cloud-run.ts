import { setTimeout } from "node:timers/promises";
import { GoogleAuth } from "google-auth-library";
import type { Service, Target } from "./traffic.ts";

export type CloudRun = {
  read(name: string): Promise<Service>;
  /** Ends when the split is in force; rejects after five minutes. */
  direct(name: string, traffic: Target[]): Promise<void>;
};

type Options = { project: string; region: string; url?: string; token?(): Promise<string>; pauseMs?: number };

const tries = 150;

/** Cloud Run's own API, as whoever is signed in. */
export function connectCloudRun({
  project,
  region,
  url = "https://run.googleapis.com",
  token = googleToken,
  pauseMs = 2_000,
}: Options): CloudRun {
  async function call<Answer>(name: string, { query = "", ...init }: RequestInit & { query?: string } = {}) {
    const path = `v2/projects/${project}/locations/${region}/services/${name}${query}`;
    const headers = { authorization: `Bearer ${await token()}`, "content-type": "application/json" };
    const response = await fetch(`${url}/${path}`, {
      ...init,
      headers,
      signal: AbortSignal.timeout(30_000),
    });
    if (!response.ok)
      throw new Error(`Cloud Run answered ${response.status} about ${name}: ${await response.text()}`);
    return (await response.json()) as Answer;
  }

  const read = async (name: string): Promise<Service> => call<Service>(name);
  return {
    read,
    async direct(name, traffic) {
      const body = JSON.stringify({ traffic });
      await call(name, { method: "PATCH", query: "?updateMask=traffic", body });
      for (let attempt = 0; attempt < tries; attempt += 1) {
        if ((await read(name)).reconciling !== true) return;
        await setTimeout(pauseMs);
      }
      throw new Error(`Cloud Run does not end changing ${name}`);
    },
  };
}

async function googleToken(): Promise<string> {
  const auth = new GoogleAuth({ scopes: "https://www.googleapis.com/auth/cloud-platform" });
  const found = await auth.getAccessToken();
  if (found === undefined || found === null)
    throw new Error("nobody is signed in: gcloud auth application-default login");
  return found;
}
