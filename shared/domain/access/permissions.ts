/** The roles of people. An operator runs the platform for all tenants; the others belong to one tenant. */
export const tenantRoles = ["admin", "agent", "viewer"] as const;
export type TenantRole = (typeof tenantRoles)[number];
export type Role = "operator" | TenantRole;

type Rule = {
  meaning: string;
  roles: readonly Role[];
  /** Whether an API key may be given it. */
  keys: boolean;
};

const everyone = ["operator", "admin", "agent", "viewer"] as const;
const managers = ["operator", "admin"] as const;
const staff = ["operator", "admin", "agent"] as const;

/** Who may do what: every route names one of these, and nothing else decides. */
export const permissions = {
  "tenants:create": { meaning: "Create tenants", roles: ["operator"], keys: false },
  "tenants:read": { meaning: "Read the tenant", roles: everyone, keys: true },
  "tenants:update": {
    meaning: "Change the tenant's name, contact, tone and language",
    roles: managers,
    keys: true,
  },
  "tenants:suspend": { meaning: "Suspend a tenant, or let it go on", roles: ["operator"], keys: false },
  "tenants:erase": { meaning: "Erase a tenant with all that it has", roles: ["operator"], keys: false },
  "outlets:read": { meaning: "Read outlets", roles: everyone, keys: true },
  "outlets:write": { meaning: "Create, change and delete outlets", roles: managers, keys: true },
  "users:self": { meaning: "Read one's own user", roles: everyone, keys: false },
  "users:read": { meaning: "Read users", roles: staff, keys: true },
  // Not for keys: a key that makes admins would outlive its own revocation.
  "users:write": {
    meaning: "Create and invite users, change their role, disable and delete them",
    roles: managers,
    keys: false,
  },
  "api-keys:read": { meaning: "List API keys", roles: managers, keys: false },
  "api-keys:write": { meaning: "Create and revoke API keys", roles: managers, keys: false },
  "templates:read": { meaning: "Read message templates", roles: staff, keys: true },
  "templates:write": { meaning: "Sync, create and delete message templates", roles: managers, keys: true },
  "messages:read": { meaning: "Open the files of messages, read consents", roles: staff, keys: true },
  "messages:send": { meaning: "Send messages to customers", roles: staff, keys: true },
  "billing:read": {
    meaning: "Read plans, quotas, usage, the deposit and invoices",
    roles: managers,
    keys: true,
  },
  "billing:write": { meaning: "Subscribe, change the plan, cancel", roles: managers, keys: false },
  "billing:meter": { meaning: "Record usage that the CRM does not see itself", roles: managers, keys: true },
  "billing:deposit": { meaning: "Record money that a tenant has paid in", roles: ["operator"], keys: false },
  "knowledge:read": {
    meaning: "Read and search knowledge bases and their documents",
    roles: everyone,
    keys: true,
  },
  "knowledge:write": { meaning: "Add, change and delete knowledge", roles: managers, keys: true },
  "answers:try": {
    meaning: "Have a question answered as a customer's would be",
    roles: staff,
    keys: true,
  },
  "answers:trace": { meaning: "See how an answer came about", roles: managers, keys: true },
  "answers:rate": {
    meaning: "Rate the bot's answers, and read how they were rated",
    roles: staff,
    keys: true,
  },
  "audit-log:read": { meaning: "Read the audit log", roles: managers, keys: true },
} as const satisfies Record<string, Rule>;

export type Permission = keyof typeof permissions;
export const permissionNames = Object.keys(permissions) as Permission[];

/** A permission that an API key may have. */
export type Scope = {
  [P in Permission]: (typeof permissions)[P]["keys"] extends true ? P : never;
}[Permission];
export const scopes = permissionNames.filter((name) => permissions[name].keys) as Scope[];
