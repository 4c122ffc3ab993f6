/** The pages, from the root, that hold parts made from the contracts. */
export const pages = ["ARCHITECTURE.md", "functions/README.md", "shared/contracts/README.md"] as const;

export const root = new URL("../../../", import.meta.url);
