import type { Plugin } from "esbuild";

/**
 * Zod comes as one object that keeps all of it: its messages in forty languages, of which we show one, and a reader of JSON
 * Schema, which nobody here uses. Together they are a quarter of a megabyte that every start would read.
 */
export const leanZod: Plugin = {
  name: "lean-zod",
  setup({ onLoad }) {
    onLoad({ filter: /[\\/]zod[\\/]v4[\\/]locales[\\/]index\.js$/ }, () => ({
      contents: 'export { default as en } from "./en.js";',
      loader: "js",
    }));
    onLoad({ filter: /[\\/]zod[\\/]v4[\\/]classic[\\/]from-json-schema\.js$/ }, () => ({
      contents:
        'export function fromJSONSchema() { throw new Error("left out of bundles: see lean-zod.ts"); }',
      loader: "js",
    }));
  },
};
