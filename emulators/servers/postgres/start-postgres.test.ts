import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { Client } from "pg";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { startPostgres } from "./start-postgres.ts";

let folder: string;
let dataDir: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "start-postgres-test-"));
  // In a folder that does not exist yet, as on a fresh clone.
  dataDir = join(folder, "state", "postgres");
});
afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

async function query(url: string, text: string): Promise<unknown[]> {
  const client = new Client(url);
  await client.connect();
  try {
    const { rows } = await client.query<Record<string, unknown>>(text);
    return rows;
  } finally {
    await client.end();
  }
}

/** Starts it in a process of its own, the way the local stack does, and kills that without warning. */
async function startAndKill(statement: string): Promise<number> {
  const program = `
    import { startPostgres } from ${JSON.stringify(join(import.meta.dirname, "start-postgres.ts"))};
    const server = await startPostgres({ port: 0, dataDir: ${JSON.stringify(dataDir)} });
    console.log(server.url);`;
  const child = spawn(process.execPath, ["--input-type=module-typescript", "-e", program], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const ended = once(child, "exit");
  const [url] = (await once(createInterface(child.stdout), "line")) as [string];
  await query(url, statement);
  child.kill("SIGKILL");
  await ended;
  return Number(new URL(url).port);
}

describe("startPostgres", () => {
  it("is a PostgreSQL 18 that the official client can use, sorting alike on every machine", async () => {
    await using server = await start({ port: 0, durable: false });
    expect(server.port).toBeGreaterThan(0);
    expect(
      await query(
        server.url,
        `select current_setting('server_version_num')::int / 10000 as major, uuidv7() is not null as uuid,
          upper('ção') as upper, current_setting('TimeZone') as zone`,
      ),
    ).toEqual([{ major: 18, uuid: true, upper: "ÇÃO", zone: "UTC" }]);
  });

  it("asks for the password", async () => {
    await using server = await start({ port: 0, durable: false, password: "it's a secret/@" });
    await expect(query(server.url, "select 1")).resolves.toHaveLength(1);
    const wrong = server.url.replace("secret", "guess");
    await expect(query(wrong, "select 1")).rejects.toMatchObject({ code: "28P01" });
  });

  it("keeps its data over a restart, and starts again on the same port", async () => {
    const first = await startPostgres({ port: 0, dataDir });
    await query(first.url, "create table kept as select 1 as one");
    await first.close();
    await using second = await start({ port: first.port, dataDir });
    expect(await query(second.url, "select * from kept")).toEqual([{ one: 1 }]);
  });

  it("syncs what it commits, unless told that the data is not to be kept", async () => {
    await using durable = await start({ port: 0 });
    expect(await query(durable.url, "show fsync")).toEqual([{ fsync: "on" }]);
    await using fast = await start({ port: 0, durable: false });
    expect(await query(fast.url, "show fsync")).toEqual([{ fsync: "off" }]);
  });

  it("ends when the process that started it is killed, having lost nothing, and starts again at once", async () => {
    const port = await startAndKill("create table kept as select 1 as one");
    await using again = await start({ port, dataDir });
    expect(await query(again.url, "select * from kept")).toEqual([{ one: 1 }]);
  });

  it("rejects with EADDRINUSE when the port is taken, also while it serves the same folder", async () => {
    await using first = await start({ port: 0, dataDir });
    await expect(startPostgres({ port: first.port })).rejects.toMatchObject({ code: "EADDRINUSE" });
    await expect(startPostgres({ port: first.port, dataDir })).rejects.toMatchObject({ code: "EADDRINUSE" });
    await expect(startPostgres({ port: 0, dataDir })).rejects.toThrow("lock file");
    await expect(query(first.url, "select 1")).resolves.toHaveLength(1);
  });

  it("makes a cluster where an earlier first start was interrupted", async () => {
    await mkdir(`${dataDir}.building`, { recursive: true });
    await writeFile(`${dataDir}.building/half`, "");
    await using server = await start({ port: 0, dataDir });
    await expect(query(server.url, "select 1")).resolves.toHaveLength(1);
  });

  it("refuses the data of another version, and says what to do", async () => {
    await mkdir(dataDir, { recursive: true });
    await writeFile(join(dataDir, "PG_VERSION"), "17\n");
    await expect(startPostgres({ port: 0, dataDir })).rejects.toThrow("npm run reset");
  });

  it("leaves nothing behind without a data folder", async () => {
    const server = await startPostgres({ port: 0, durable: false });
    const [row] = (await query(server.url, "show data_directory")) as { data_directory: string }[];
    const parent = dirname(row?.data_directory ?? "");
    expect(await readdir(parent)).toContain("data");
    await server.close();
    await expect(readdir(parent)).rejects.toMatchObject({ code: "ENOENT" });
  });

  it.runIf(process.getuid?.() === 0)("runs for root in a folder that only root may enter", async () => {
    await mkdir(join(folder, "closed"), { mode: 0o700 });
    await using server = await start({ port: 0, dataDir: join(folder, "closed", "postgres") });
    await expect(query(server.url, "create table t ()")).resolves.toEqual([]);
  });
});

async function start(
  options: Parameters<typeof startPostgres>[0],
): Promise<AsyncDisposable & { url: string; port: number }> {
  const server = await startPostgres(options);
  return { ...server, [Symbol.asyncDispose]: async () => server.close() };
}
