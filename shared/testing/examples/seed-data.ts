/** One example tenant. Ids are fixed, so that tests, the phone page and the documentation can name them. */
export type SeedTenant = {
  id: string;
  slug: string;
  name: string;
  contactEmail: string;
  timeZone: string;
  defaultLanguage: string;
  tone: Record<string, string>;
  outlet: {
    id: string;
    name: string;
    /** E.164. */
    phoneNumber: string;
    displayPhoneNumber: string;
    /** Meta's id of the number. */
    phoneNumberId: string;
    businessAccountId: string;
    /** Known to the local WhatsApp server only. */
    accessToken: string;
  };
  users: {
    id: string;
    firebaseUid: string;
    email: string;
    displayName: string;
    role: "admin" | "agent" | "viewer";
  }[];
  /** Its periods are opened as time goes on. */
  subscription: { id: string; plan: "growth" | "enterprise"; startedAt: string };
  knowledgeBase: { id: string; name: string };
};

const acme: SeedTenant = {
  id: "01900000-0000-7000-8000-00000000a000",
  slug: "acme",
  name: "Acme Outdoor",
  contactEmail: "owner@acme.example",
  timeZone: "Asia/Jakarta",
  defaultLanguage: "en",
  tone: { style: "warm and brief" },
  outlet: {
    id: "01900000-0000-7000-8000-00000000a001",
    name: "Acme Outdoor Bandung",
    phoneNumber: "+622155500101",
    displayPhoneNumber: "+62 21 5550 0101",
    phoneNumberId: "106540352242922",
    businessAccountId: "102290129340398",
    accessToken: "local-acme-access-token-0101",
  },
  users: seedUsers("acme", "01900000-0000-7000-8000-00000000a01", ["Ayu Admin", "Agus Agent", "Vina Viewer"]),
  subscription: {
    id: "01900000-0000-7000-8000-00000000a020",
    plan: "enterprise",
    startedAt: "2026-01-01T00:00:00Z",
  },
  knowledgeBase: { id: "01900000-0000-7000-8000-00000000a030", name: "Default" },
};

const globex: SeedTenant = {
  id: "01900000-0000-7000-8000-00000000b000",
  slug: "globex",
  name: "Globex Coffee",
  contactEmail: "owner@globex.example",
  timeZone: "America/Sao_Paulo",
  defaultLanguage: "pt",
  tone: { style: "cheerful" },
  outlet: {
    id: "01900000-0000-7000-8000-00000000b001",
    name: "Globex Coffee São Paulo",
    phoneNumber: "+551155500202",
    displayPhoneNumber: "+55 11 5550-0202",
    phoneNumberId: "206540352242922",
    businessAccountId: "202290129340398",
    accessToken: "local-globex-access-token-0202",
  },
  users: seedUsers("globex", "01900000-0000-7000-8000-00000000b01", [
    "Ana Admin",
    "Alex Agente",
    "Vera Visitante",
  ]),
  subscription: {
    id: "01900000-0000-7000-8000-00000000b020",
    plan: "growth",
    startedAt: "2026-01-01T00:00:00Z",
  },
  knowledgeBase: { id: "01900000-0000-7000-8000-00000000b030", name: "Default" },
};

/** Two tenants, so that whatever one may not see of the other can be tried. */
export const seedData = [acme, globex] as const;

/** Runs the platform in the examples. */
export const seedOperator = {
  firebaseUid: "platform-operator",
  email: "operator@crm.example",
  displayName: "Oki Operator",
} as const;

function seedUsers(slug: string, idPrefix: string, names: [string, string, string]): SeedTenant["users"] {
  return (["admin", "agent", "viewer"] as const).map((role, index) => ({
    id: `${idPrefix}${index}`,
    firebaseUid: `${slug}-${role}`,
    email: `${role}@${slug}.example`,
    displayName: names[index] ?? role,
    role,
  }));
}
