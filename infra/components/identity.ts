import * as gcp from "@pulumi/gcp";
import type { Output } from "@pulumi/pulumi";
import type { Context } from "../context.ts";

export type Identity = { site: gcp.firebase.HostingSite; webApiKey: Output<string> };

/** Who signs in, where the console is, and where it is served from. */
export function createIdentity({ project, settings, services }: Context): Identity {
  const firebase = new gcp.firebase.Project("crm", { project }, { dependsOn: services });
  new gcp.identityplatform.Config(
    "crm",
    {
      project,
      // The business's own users are made by the API; nobody signs up by themselves.
      client: { permissions: { disabledUserSignup: true, disabledUserDeletion: true } },
      // Codes of an app, not text messages, which cost money and can be diverted. The API asks for a second factor from
      // operators, and from admins whose tenant wants it.
      mfa: {
        state: "ENABLED",
        providerConfigs: [{ state: "ENABLED", totpProviderConfig: { adjacentIntervals: 1 } }],
      },
      signIn: { email: { enabled: true, passwordRequired: true }, allowDuplicateEmails: false },
      multiTenant: { allowTenants: true },
      authorizedDomains: settings.consoleOrigins.map((origin) => new URL(origin).hostname),
    },
    { protect: settings.isProtected, dependsOn: [firebase] },
  );
  const app = new gcp.firebase.WebApp(
    "console",
    { project, displayName: "CRM console" },
    { dependsOn: [firebase] },
  );
  const config = gcp.firebase.getWebAppConfigOutput({ project, webAppId: app.appId }, { dependsOn: [app] });
  const site = new gcp.firebase.HostingSite(
    "console",
    { project, siteId: `${project}-crm` },
    { dependsOn: [firebase] },
  );
  return { site, webApiKey: config.apiKey };
}
