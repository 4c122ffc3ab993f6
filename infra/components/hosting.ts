import * as gcp from "@pulumi/gcp";
import type { Context } from "../context.ts";
import type { Endpoint } from "./endpoints.ts";

/** What of a path goes to which function; the first that fits. Only functions that are declared get theirs. */
const routes = [
  { glob: "/api/**", to: "api" },
  { glob: "**", to: "console" },
];

const headers = {
  "Strict-Transport-Security": "max-age=31536000; includeSubDomains",
  "X-Content-Type-Options": "nosniff",
  "X-Frame-Options": "DENY",
  "Referrer-Policy": "no-referrer",
  // Of interest to those who sign in, and to no search engine.
  "X-Robots-Tag": "noindex",
};

/** What the site answers: the API's paths from the API, all else from the console. A change is a release of its own. */
export function releaseHosting(
  { region }: Context,
  site: gcp.firebase.HostingSite,
  endpoints: ReadonlyMap<string, Endpoint>,
): void {
  const siteId = site.siteId.apply((id) => id ?? "");
  const served = routes.flatMap(({ glob, to }) => {
    const endpoint = endpoints.get(to);
    return endpoint === undefined ? [] : [{ glob, endpoint }];
  });
  const version = new gcp.firebase.HostingVersion(
    "console",
    {
      siteId,
      config: {
        headers: [{ glob: "**", headers }],
        rewrites: served.map(({ glob, endpoint }) => ({
          glob,
          run: { serviceId: endpoint.service, region },
        })),
      },
    },
    { dependsOn: served.flatMap(({ endpoint }) => endpoint.callers) },
  );
  new gcp.firebase.HostingRelease("console", {
    siteId,
    versionName: version.name,
    message: "By pulumi up",
  });
}
