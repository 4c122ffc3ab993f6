import { z } from "@hono/zod-openapi";
import { readConsentWord } from "../../../shared/contacts/rules/consent-words.ts";
import { findTenant, lockTenant, updateTenant } from "../../../shared/tenants/queries/tenants.ts";
import {
  messagingSettingsSchema,
  readMessagingSettings,
} from "../../../shared/tenants/rules/messaging-settings.ts";
import { requireWindowTemplate } from "./check-window-template.ts";
import { audit } from "../http/audit.ts";
import { found, requireReach } from "../http/reach.ts";
import { defineRoute } from "../http/route.ts";
import { idParams } from "../http/schemas.ts";

/** Words that can be heard, and that say one thing. */
const sound = messagingSettingsSchema.superRefine(({ stopWords, startWords }, context) => {
  const lists = { stopWords, startWords };
  const refuse = (path: (string | number)[], message: string) =>
    context.addIssue({ code: "custom", path, message });
  for (const [list, words] of Object.entries(lists)) {
    if (words?.length === 0) refuse([list], "needs a word; leave it out for the usual ones");
    for (const [index, word] of (words ?? []).entries()) {
      if (readConsentWord(word, { stopWords: [word] })?.action !== "opt_out")
        refuse([list, index], "needs a letter or a digit");
      else if (list === "startWords" && readConsentWord(word, lists)?.action === "opt_out")
        refuse([list, index], "opts out already");
    }
  }
});

const reply = z.object({ messaging: messagingSettingsSchema }).openapi("MessagingSettings");

export const getMessagingSettings = defineRoute(
  {
    method: "get",
    path: "/tenants/{id}/messaging",
    permission: "tenants:read",
    tag: "Messages",
    summary: "Read how the tenant's messaging works",
    status: 200,
    params: idParams,
    reply,
  },
  async (context) => {
    const tenantId = requireReach(context.principal, context.params.id);
    const tenant = found(await context.read(tenantId, async (trx) => findTenant(trx)));
    return { body: { messaging: readMessagingSettings(tenant.messaging) } };
  },
);

export const putMessagingSettings = defineRoute(
  {
    method: "put",
    path: "/tenants/{id}/messaging",
    permission: "tenants:update",
    tag: "Messages",
    summary: "Change how the tenant's messaging works",
    description:
      "Replaces what was there. `windowTemplate` goes in place of an answer that missed the 24-hour window; without it a " +
      "human takes over. It must be approved in every account, and have nothing to fill in. `takeBack` says in minutes when the " +
      "bot takes back what was handed over. `nonText` says who deals with what is not text: `bot` tries with its words (a caption, what a voice " +
      "message says), `human` acknowledges it and shows it to a human, `ignore` stores it; `nonTextOf` the same for one outlet " +
      "by its id. `stopWords` and `startWords` take the place of the usual words and phrases for opting out of " +
      "marketing and in, which are those of 15 languages. A tapped button counts by what stands on it only on a MARKETING " +
      "template; on any message it counts with the payload or id `consent:opt_out` or `consent:opt_in`.",
    status: 200,
    params: idParams,
    body: sound.openapi({
      example: {
        windowTemplate: { name: "we_are_back", language: "id" },
        stopWords: ["berhenti", "stop"],
        startWords: ["mulai"],
        nonText: { image: "bot", order: "human", sticker: "ignore" },
      },
    }),
    reply,
  },
  async (context) => {
    const tenantId = requireReach(context.principal, context.params.id);
    const { body: messaging } = context;
    return context.write(tenantId, async ({ trx }) => {
      const before = readMessagingSettings(found(await lockTenant(trx)).messaging);
      const { windowTemplate } = messaging;
      if (windowTemplate !== undefined && windowTemplate !== null)
        await requireWindowTemplate(trx, windowTemplate);
      await updateTenant(trx, { messaging });
      await audit(trx, context, tenantId, {
        action: "tenant.update-messaging",
        subjectType: "tenant",
        subjectId: tenantId,
        before,
        after: messaging,
      });
      return { body: { messaging } };
    });
  },
);
