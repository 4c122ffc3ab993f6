/** The roles of a tenant's people. Operators run the platform for all tenants and belong to none. */
export const tenantRoles = ["admin", "agent", "viewer"] as const;
export type TenantRole = (typeof tenantRoles)[number];

/**
 * What an operator may: `always`, what running the platform takes; `access`, what is the tenant's own, only during an
 * access that was opened with a reason; `never`, what would speak in the tenant's name or outlast the access.
 */
type OperatorRule = "always" | "access" | "never";

type Rule = {
  meaning: string;
  roles: readonly TenantRole[];
  operators: OperatorRule;
  /** Whether an API key may be given it. */
  keys: boolean;
};

const everyone = tenantRoles;
const admins = ["admin"] as const;
const staff = ["admin", "agent"] as const;
const nobody = [] as const;

/** Who may do what: every route names one of these, and nothing else decides. */
export const permissions = {
  "tenants:create": { meaning: "Create tenants", roles: nobody, operators: "always", keys: false },
  "tenants:read": { meaning: "Read the tenant", roles: everyone, operators: "always", keys: true },
  "tenants:update": {
    meaning: "Change the tenant's name, contact, tone and language",
    roles: admins,
    operators: "always",
    keys: true,
  },
  "tenants:suspend": {
    meaning: "Suspend a tenant, or let it go on",
    roles: nobody,
    operators: "always",
    keys: false,
  },
  "tenants:erase": {
    meaning: "Erase a tenant with all that it has",
    roles: nobody,
    operators: "always",
    keys: false,
  },
  "accesses:open": {
    meaning: "Open an access to what is a tenant's own",
    roles: nobody,
    operators: "always",
    keys: false,
  },
  "accesses:read": {
    meaning: "See which operator had access, when and why",
    roles: admins,
    operators: "always",
    keys: false,
  },
  "accesses:end": { meaning: "End an operator's access", roles: admins, operators: "always", keys: false },
  "outlets:read": { meaning: "Read outlets", roles: everyone, operators: "always", keys: true },
  "outlets:write": {
    meaning: "Create, change and delete outlets",
    roles: admins,
    operators: "always",
    keys: true,
  },
  "users:self": { meaning: "Read one's own user", roles: everyone, operators: "always", keys: false },
  "users:read": { meaning: "Read users", roles: staff, operators: "always", keys: true },
  // Not for keys: a key that makes admins would outlive its own revocation.
  "users:create": { meaning: "Create users", roles: admins, operators: "always", keys: false },
  "users:invite": { meaning: "Mail users the way in", roles: admins, operators: "always", keys: false },
  "users:write": {
    meaning: "Change users' role, disable and delete them",
    roles: admins,
    operators: "access",
    keys: false,
  },
  "api-keys:read": { meaning: "List API keys", roles: admins, operators: "always", keys: false },
  // Not for operators: a key would outlast the access that it was made in.
  "api-keys:write": {
    meaning: "Create, rotate and take over API keys",
    roles: admins,
    operators: "never",
    keys: false,
  },
  "api-keys:revoke": { meaning: "Revoke API keys", roles: admins, operators: "always", keys: false },
  "templates:read": { meaning: "Read message templates", roles: staff, operators: "access", keys: true },
  "templates:write": {
    meaning: "Sync, create and delete message templates",
    roles: admins,
    operators: "access",
    keys: true,
  },
  "messages:read": {
    meaning: "Open the files of messages, read consents",
    roles: staff,
    operators: "access",
    keys: true,
  },
  // By a person, who answers for it.
  "disclosure:write": {
    meaning: "Change how customers are told that a bot writes, or switch it off",
    roles: ["admin"],
    operators: "access",
    keys: false,
  },
  "conversations:read": {
    meaning: "Read conversations, their messages and what happened to them",
    roles: staff,
    operators: "access",
    keys: true,
  },
  // What is one person's own: neither keys nor operators have any.
  "conversations:work": {
    meaning: "Take conversations, mark them read, write notes and drafts",
    roles: staff,
    operators: "never",
    keys: false,
  },
  "conversations:handle": {
    meaning: "Assign, close, reopen, put aside and tag conversations, give them back to the bot",
    roles: staff,
    operators: "never",
    keys: true,
  },
  "conversations:organize": {
    meaning: "Rename and delete tags, wherever they are",
    roles: admins,
    operators: "access",
    keys: true,
  },
  "messages:send": {
    meaning: "Send messages to customers, record their consents",
    roles: staff,
    operators: "never",
    keys: true,
  },
  "billing:read": {
    meaning: "Read plans, quotas, usage, the deposit and invoices",
    roles: admins,
    operators: "always",
    keys: true,
  },
  "billing:write": {
    meaning: "Subscribe, change the plan, cancel",
    roles: admins,
    operators: "always",
    keys: false,
  },
  "billing:meter": {
    meaning: "Record usage that the CRM does not see itself",
    roles: admins,
    operators: "always",
    keys: true,
  },
  "billing:deposit": {
    meaning: "Record money that a tenant has paid in",
    roles: nobody,
    operators: "always",
    keys: false,
  },
  "knowledge:read": {
    meaning: "Read and search knowledge bases and their documents",
    roles: everyone,
    operators: "access",
    keys: true,
  },
  "knowledge:write": {
    meaning: "Add, change and delete knowledge",
    roles: admins,
    operators: "access",
    keys: true,
  },
  "answers:try": {
    meaning: "Have a question answered as a customer's would be",
    roles: staff,
    operators: "access",
    keys: true,
  },
  "answers:trace": {
    meaning: "See how an answer came about",
    roles: admins,
    operators: "access",
    keys: true,
  },
  // People rate: neither keys nor operators do.
  "answers:rate": { meaning: "Rate the bot's answers", roles: staff, operators: "never", keys: false },
  "answers:ratings": {
    meaning: "Read how answers were rated",
    roles: staff,
    operators: "access",
    keys: true,
  },
  "audit-log:read": { meaning: "Read the audit log", roles: admins, operators: "always", keys: true },
} as const satisfies Record<string, Rule>;

export type Permission = keyof typeof permissions;
export const permissionNames = Object.keys(permissions) as Permission[];

/** A permission that an API key may have. */
export type Scope = {
  [P in Permission]: (typeof permissions)[P]["keys"] extends true ? P : never;
}[Permission];
export const scopes = permissionNames.filter((name) => permissions[name].keys) as Scope[];

export function isScope(name: string): name is Scope {
  return (scopes as readonly string[]).includes(name);
}
