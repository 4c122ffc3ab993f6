import { createServer, type RequestListener } from "node:http";
import { type AddressInfo, connect, createServer as createRawServer, type Server } from "node:net";
import { gzipSync } from "node:zlib";
import { afterEach, describe, expect, test } from "vitest";
import { createWebPages, type WebPages, type WebPagesOptions } from "./web-pages.ts";

// The guard is the real one: names lead to public addresses, and only the last step, the connection, ends at a local server.
const publicAddress = "93.184.216.34";
const closers: (() => void)[] = [];

afterEach(() => {
  for (const close of closers.splice(0)) close();
});

type World = WebPages & {
  readonly connections: string[];
  readonly lookups: string[];
  readonly asked: string[];
};

async function worldOf(
  listener: RequestListener | Server,
  options: Partial<WebPagesOptions> = {},
): Promise<World> {
  const asked: string[] = [];
  const server =
    typeof listener === "function"
      ? createServer((request, response) => {
          asked.push(`${request.headers.host}${request.url}`);
          listener(request, response);
        })
      : listener;
  await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  closers.push(() => {
    if ("closeAllConnections" in server) (server as ReturnType<typeof createServer>).closeAllConnections();
    server.close();
  });
  const connections: string[] = [];
  const lookups: string[] = [];
  const { resolve = async () => [publicAddress], ...rest } = options;
  const pages = createWebPages({
    userAgent: "whatsapp-crm/1.0",
    connect: (address, wanted) => {
      connections.push(`${address}:${wanted}`);
      return connect(port, "127.0.0.1");
    },
    resolve: async (host) => {
      lookups.push(host);
      return resolve(host);
    },
    timeoutMs: 10_000,
    ...rest,
  });
  return { ...pages, connections, lookups, asked };
}

/** A website without a robots.txt. */
function site(listener: RequestListener): RequestListener {
  return (request, response) => {
    if (request.url === "/robots.txt") response.writeHead(404).end();
    else listener(request, response);
  };
}

const html = { "content-type": "text/html; charset=utf-8" };
const failed = (reason: string) => ({ kind: "failed", reason });

describe("a page", () => {
  test("is read with its type and version, by a reader that says its name and nothing else", async () => {
    const seen: NodeJS.Dict<string | string[]>[] = [];
    const web = await worldOf(
      site((request, response) => {
        seen.push(request.headers);
        response.writeHead(200, { ...html, etag: '"1"', "set-cookie": "a=b" }).end("<p>Hello</p>");
      }),
    );
    expect(await web.read("http://shop.example/hello#top")).toMatchObject({
      kind: "page",
      bytes: Buffer.from("<p>Hello</p>"),
      contentType: "text/html; charset=utf-8",
      version: { etag: '"1"' },
    });
    await web.read("http://shop.example/hello");
    for (const headers of seen) {
      expect(Object.keys(headers).toSorted()).toEqual([
        "accept",
        "accept-encoding",
        "connection",
        "host",
        "user-agent",
      ]);
      expect(headers).toMatchObject({ host: "shop.example", "user-agent": "whatsapp-crm/1.0" });
    }
    expect(web.connections[0]).toBe(`${publicAddress}:80`);
  });

  test("of a version that is known is not sent again", async () => {
    const web = await worldOf(
      site((request, response) => {
        const isKnown =
          request.headers["if-none-match"] === '"1"' || request.headers["if-modified-since"] === "yesterday";
        response.writeHead(isKnown ? 304 : 200, html).end(isKnown ? undefined : "new");
      }),
    );
    expect(await web.read("http://shop.example/", { etag: '"1"' })).toEqual({ kind: "unchanged" });
    expect(await web.read("http://shop.example/", { lastModified: "yesterday" })).toEqual({
      kind: "unchanged",
    });
    expect(await web.read("http://shop.example/", { etag: '"0"' })).toMatchObject({ kind: "page" });
  });

  test("that is packed is unpacked", async () => {
    const web = await worldOf(
      site((_request, response) =>
        response.writeHead(200, { ...html, "content-encoding": "gzip" }).end(gzipSync("packed")),
      ),
    );
    expect(await web.read("http://shop.example/")).toMatchObject({ bytes: Buffer.from("packed") });
  });

  test.each([
    [404, "not-found"],
    [410, "not-found"],
    [401, "refused"],
    [403, "refused"],
    [429, "unreachable"],
    [500, "unreachable"],
    [503, "unreachable"],
  ])("answered with %i is a failure: %s", async (status, reason) => {
    const web = await worldOf(site((_request, response) => response.writeHead(status, html).end("no")));
    expect(await web.read("http://shop.example/")).toEqual(failed(reason));
  });

  test.each(["image/png", "application/octet-stream", "video/mp4", "text/htmlx", ""])(
    "of type %j is not read",
    async (type) => {
      const web = await worldOf(
        site((_request, response) => response.writeHead(200, type ? { "content-type": type } : {}).end("x")),
      );
      expect(await web.read("http://shop.example/")).toEqual(failed("wrong-type"));
    },
  );

  test("over TLS is asked for by its name, and an end that is no TLS is no website", async () => {
    let hello = Buffer.alloc(0);
    const raw = createRawServer((socket) => {
      socket.on("error", () => undefined);
      socket.on("data", (bytes) => {
        hello = Buffer.concat([hello, bytes]);
        socket.end("HTTP/1.1 200 OK\r\n\r\n");
      });
    });
    const web = await worldOf(raw);
    expect(await web.read("https://shop.example/")).toEqual(failed("unreachable"));
    expect(web.connections[0]).toBe(`${publicAddress}:443`);
    expect(hello.includes("shop.example")).toBe(true);
  });
});

describe("robots.txt", () => {
  const rules = "User-agent: *\nDisallow: /private\n\nUser-agent: whatsapp-crm\nDisallow: /bots\n";
  const withRules: RequestListener = (request, response) => {
    if (request.url === "/robots.txt") response.writeHead(200, { "content-type": "text/plain" }).end(rules);
    else response.writeHead(200, html).end("read");
  };

  test("decides what is read, by our name first, and is asked once", async () => {
    const web = await worldOf(withRules);
    expect(await web.read("http://shop.example/bots/a")).toEqual(failed("robots-refused"));
    expect(await web.read("http://shop.example/prices")).toMatchObject({ kind: "page" });
    expect(web.asked).toEqual(["shop.example/robots.txt", "shop.example/prices"]);
  });

  test("of the site that a redirect leads to is asked too", async () => {
    const web = await worldOf((request, response) => {
      if (request.headers.host === "other.example") withRules(request, response);
      else
        site((_request, answer) => answer.writeHead(302, { location: "http://other.example/bots" }).end())(
          request,
          response,
        );
    });
    expect(await web.read("http://shop.example/")).toEqual(failed("robots-refused"));
    expect(web.asked).not.toContain("other.example/bots");
  });

  test("that cannot be had just now means: not now", async () => {
    const web = await worldOf((request, response) =>
      response.writeHead(request.url === "/robots.txt" ? 503 : 200, html).end("read"),
    );
    expect(await web.read("http://shop.example/")).toEqual(failed("unreachable"));
    expect(web.asked).toEqual(["shop.example/robots.txt"]);
  });
});

describe("an address that is not of the public web", () => {
  const open: RequestListener = site((_request, response) => response.writeHead(200, html).end("inside"));

  test.each([
    "http://127.0.0.1/",
    "http://2130706433/",
    "http://0x7f.1/",
    "http://[::1]/",
    "http://[::ffff:10.0.0.1]/",
    "http://169.254.169.254/computeMetadata/v1/",
    "http://shop.example:8080/",
    "http://user@shop.example/",
    "ftp://shop.example/",
    "file:///etc/passwd",
    "not an address",
  ])("%s: nobody is asked", async (address) => {
    const web = await worldOf(open);
    expect(await web.read(address)).toEqual(failed("address-refused"));
    expect([...web.connections, ...web.lookups]).toEqual([]);
  });

  test.each([
    ["10.0.0.7"],
    ["169.254.169.254"],
    ["fd00::1"],
    ["::ffff:127.0.0.1"],
    [publicAddress, "127.0.0.1"],
  ])("a name that leads to %s: no connection is made", async (...addresses) => {
    const web = await worldOf(open, { resolve: async () => addresses });
    expect(await web.read("http://shop.example/")).toEqual(failed("address-refused"));
    expect(web.connections).toEqual([]);
  });

  test("by a name server that changes its mind: the connection goes to the address that was checked", async () => {
    const answers = [publicAddress, publicAddress, "127.0.0.1", "127.0.0.1"];
    const web = await worldOf(open, { resolve: async () => [answers.shift() ?? "127.0.0.1"] });
    expect(await web.read("http://shop.example/")).toMatchObject({ kind: "page" });
    // One look-up for each of robots.txt and the page, and none between check and connection.
    expect(web.lookups).toHaveLength(2);
    expect(web.connections).toEqual([`${publicAddress}:80`, `${publicAddress}:80`]);
    expect(await web.read("http://shop.example/")).toEqual(failed("address-refused"));
    expect(web.connections).toHaveLength(2);
  });

  test.each([
    "http://169.254.169.254/latest/meta-data/",
    "http://[fe80::1]/",
    "http://inside.example/",
    "http://shop.example:6379/",
    "file:///etc/passwd",
    "http://root@shop.example/",
  ])("reached by a redirect to %s: no connection is made", async (location) => {
    const web = await worldOf(
      site((_request, response) => response.writeHead(302, { location }).end()),
      { resolve: async (host) => [host === "inside.example" ? "10.0.0.1" : publicAddress] },
    );
    expect(await web.read("http://shop.example/")).toEqual(failed("address-refused"));
    expect(new Set(web.connections)).toEqual(new Set([`${publicAddress}:80`]));
    expect(web.asked).toEqual(["shop.example/robots.txt", "shop.example/"]);
  });
});

describe("a website that would keep us", () => {
  test("with redirects in a circle is left after five", async () => {
    const web = await worldOf(
      site((request, response) =>
        response.writeHead(302, { location: request.url === "/a" ? "/b" : "/a" }).end(),
      ),
    );
    expect(await web.read("http://shop.example/a")).toEqual(failed("too-many-redirects"));
    expect(web.asked.filter((url) => !url.endsWith("robots.txt"))).toHaveLength(6);
  });

  test("with a body that never ends is left at the limit", async () => {
    let sent = 0;
    const web = await worldOf(
      site((_request, response) => {
        response.writeHead(200, html);
        const piece = Buffer.alloc(64 * 1024, "a");
        const write = (): void => {
          while (!response.destroyed && response.write(piece)) sent += piece.length;
          sent += piece.length;
        };
        response.on("drain", write);
        write();
      }),
      { maxBytes: 1_000_000 },
    );
    expect(await web.read("http://shop.example/")).toEqual(failed("too-large"));
    expect(sent).toBeLessThan(20_000_000);
  });

  test("with a body said to be too long is left before it comes", async () => {
    const web = await worldOf(
      site((_request, response) =>
        response.writeHead(200, { ...html, "content-length": "2000000" }).write("a"),
      ),
      { maxBytes: 1_000_000 },
    );
    expect(await web.read("http://shop.example/")).toEqual(failed("too-large"));
  });

  test("with kilobytes that unpack to gigabytes is left at the limit", async () => {
    const bomb = gzipSync(Buffer.alloc(200_000_000));
    const web = await worldOf(
      site((_request, response) =>
        response.writeHead(200, { ...html, "content-encoding": "gzip" }).end(bomb),
      ),
      { maxBytes: 1_000_000 },
    );
    const before = process.memoryUsage().arrayBuffers;
    expect(await web.read("http://shop.example/")).toEqual(failed("too-large"));
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(50_000_000);
  });

  test("with a body that is not packed as it says is no website", async () => {
    const web = await worldOf(
      site((_request, response) =>
        response.writeHead(200, { ...html, "content-encoding": "gzip" }).end("plain"),
      ),
    );
    expect(await web.read("http://shop.example/")).toEqual(failed("unreachable"));
  });

  test.each([
    ["a byte at a time", "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n"],
    ["with headers that do not end", "HTTP/1.1 200 OK\r\nX-A: "],
    ["saying nothing", ""],
  ])("%s is left when the time is up", async (_how, begin) => {
    const timers: NodeJS.Timeout[] = [];
    const raw = createRawServer((socket) => {
      socket.on("error", () => undefined);
      socket.once("data", (request: Buffer) => {
        if (request.includes("/robots.txt")) return void socket.end("HTTP/1.1 404 Not Found\r\n\r\n");
        if (begin !== "") socket.write(begin);
        if (begin !== "") timers.push(setInterval(() => socket.write("a"), 20));
      });
    });
    closers.push(() => timers.forEach(clearInterval));
    const web = await worldOf(raw, { timeoutMs: 300 });
    expect(await web.read("http://shop.example/")).toEqual(failed("unreachable"));
  });

  test("whose name server does not answer is left when the time is up", async () => {
    const web = await worldOf(
      site(() => undefined),
      { resolve: async () => new Promise(() => undefined), timeoutMs: 200 },
    );
    expect(await web.read("http://shop.example/")).toEqual(failed("unreachable"));
  });

  test("with a mountain of headers is no website", async () => {
    const web = await worldOf(
      site((_request, response) => response.writeHead(200, { ...html, "x-a": "a".repeat(40_000) }).end("x")),
    );
    expect(await web.read("http://shop.example/")).toEqual(failed("unreachable"));
  });
});
