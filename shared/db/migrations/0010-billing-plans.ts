type Overage = { priceMinor: number; perUnits: number } | null;

function messages(included: number, overage: Overage) {
  return { meters: ["message.outbound"], included, limit: "soft", overage, stopsBot: true };
}

function tokens(included: number, overage: Overage) {
  return {
    meters: ["llm.tokens.in", "llm.tokens.out", "embedding.tokens"],
    included,
    limit: "soft",
    overage,
    stopsBot: true,
  };
}

function counted(meter: string, included: number, overage: Overage) {
  return { meters: [meter], included, limit: "soft", overage, stopsBot: false };
}

/** Meta charges for these by category, beside the message itself. */
function templates(priceMinor: { marketing: number; utility: number; authentication: number }) {
  return Object.fromEntries(
    Object.entries(priceMinor).map(([category, price]) => [
      `template_${category}`,
      counted(`template.${category}`, 0, { priceMinor: price, perUnits: 100 }),
    ]),
  );
}

/** The plans as they were first sold, in US cents; later prices are later versions. */
export const firstPlans = [
  {
    plan: "starter",
    terms: {
      currency: "USD",
      feeMinor: 2900,
      trialDays: 14,
      creditLimitMinor: 0,
      debtGraceDays: 7,
      capacities: { outlets: 1, users: 3, documents: 20 },
      allowances: {
        messages: messages(10_000, { priceMinor: 150, perUnits: 100 }),
        tokens: tokens(20_000_000, { priceMinor: 150, perUnits: 100_000 }),
        document_pages: counted("document.pages", 1_000, { priceMinor: 50, perUnits: 100 }),
        storage_bytes: counted("storage.bytes", 1_000_000_000, { priceMinor: 20, perUnits: 100_000_000 }),
        ...templates({ marketing: 800, utility: 300, authentication: 300 }),
      },
    },
  },
  {
    plan: "growth",
    terms: {
      currency: "USD",
      feeMinor: 9900,
      trialDays: 14,
      creditLimitMinor: 2_000,
      debtGraceDays: 7,
      capacities: { outlets: 5, users: 15, documents: 200 },
      allowances: {
        messages: messages(100_000, { priceMinor: 100, perUnits: 100 }),
        tokens: tokens(200_000_000, { priceMinor: 100, perUnits: 100_000 }),
        document_pages: counted("document.pages", 10_000, { priceMinor: 30, perUnits: 100 }),
        storage_bytes: counted("storage.bytes", 10_000_000_000, { priceMinor: 10, perUnits: 100_000_000 }),
        ...templates({ marketing: 700, utility: 250, authentication: 250 }),
      },
    },
  },
  {
    plan: "enterprise",
    terms: {
      currency: "USD",
      feeMinor: 49_900,
      trialDays: 30,
      creditLimitMinor: 50_000,
      debtGraceDays: 30,
      capacities: { outlets: 100, users: 500, documents: 10_000 },
      allowances: {
        messages: messages(1_000_000, { priceMinor: 60, perUnits: 100 }),
        tokens: tokens(2_000_000_000, { priceMinor: 60, perUnits: 100_000 }),
        document_pages: counted("document.pages", 100_000, { priceMinor: 20, perUnits: 100 }),
        storage_bytes: counted("storage.bytes", 100_000_000_000, { priceMinor: 5, perUnits: 100_000_000 }),
        ...templates({ marketing: 600, utility: 200, authentication: 200 }),
      },
    },
  },
];
