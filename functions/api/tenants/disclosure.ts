import { z } from "@hono/zod-openapi";
import { findTenant, lockTenant, updateTenant } from "../../../shared/tenants/queries/tenants.ts";
import { readDisclosure } from "../../../shared/answers/rules/disclosure.ts";
import { audit } from "../http/audit.ts";
import { found, requireReach } from "../http/reach.ts";
import { defineRoute } from "../http/route.ts";
import { idParams, text } from "../http/schemas.ts";

const disclosure = z
  .object({ isOn: z.boolean(), text: z.string().nullable(), offReason: z.string().nullable() })
  .openapi("Disclosure", {
    description: "How the first answer of a conversation says that an automatic assistant writes",
  });

const change = z
  .object({
    isOn: z.boolean(),
    text: text(500)
      .nullable()
      .optional()
      .openapi({ description: "Your own words, in place of ours in the customer's language" }),
    offReason: text(500)
      .optional()
      .openapi({ description: "Why it is switched off: ten characters at least" }),
  })
  .superRefine(({ isOn, offReason = "" }, context) => {
    if (!isOn && offReason.length < 10)
      context.addIssue({
        code: "custom",
        path: ["offReason"],
        message: "is needed to switch it off: in the EU customers must be told that a bot writes",
      });
  });

const common = { path: "/tenants/{id}/disclosure", tag: "Tenants", status: 200, params: idParams } as const;

export const getDisclosure = defineRoute(
  {
    ...common,
    method: "get",
    permission: "tenants:read",
    summary: "Read how customers are told that a bot writes",
    reply: disclosure,
  },
  async ({ principal, params, read }) => {
    const tenant = found(await read(requireReach(principal, params.id), findTenant));
    return { body: present(tenant.disclosure) };
  },
);

export const putDisclosure = defineRoute(
  {
    ...common,
    method: "put",
    permission: "disclosure:write",
    summary: "Change how customers are told that a bot writes",
    description:
      "On by default: the first answer of a conversation says, in the customer's language or in `text`, that an automatic " +
      "assistant writes, and how to reach a person. The EU's AI Act asks for that. It is switched off only by an admin, with a " +
      'reason that the audit log keeps; "are you a bot?" is answered honestly all the same.',
    body: change,
    reply: disclosure,
  },
  async (context) => {
    const { body, params, principal } = context;
    const tenantId = requireReach(principal, params.id);
    return context.write(tenantId, async ({ trx }) => {
      const before = found(await lockTenant(trx)).disclosure;
      const own = body.text === undefined ? readDisclosure(before).text : (body.text ?? undefined);
      const after = {
        ...(own === undefined ? {} : { text: own }),
        ...(body.isOn ? {} : { off: { reason: body.offReason ?? "" } }),
      };
      await updateTenant(trx, { disclosure: after });
      await audit(trx, context, tenantId, {
        action: body.isOn ? "tenant.update-disclosure" : "tenant.switch-off-disclosure",
        subjectType: "tenant",
        subjectId: tenantId,
        before: present(before),
        after: present(after),
      });
      return { body: present(after) };
    });
  },
);

function present(stored: unknown): z.output<typeof disclosure> {
  const { off, text: own } = readDisclosure(stored);
  return { isOn: off === undefined, text: own ?? null, offReason: off?.reason ?? null };
}
