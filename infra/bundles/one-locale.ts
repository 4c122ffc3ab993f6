import type { Plugin } from "esbuild";

/** Zod brings its messages in forty languages, a quarter of a megabyte read at every start. We show none but English. */
export const oneLocale: Plugin = {
  name: "one-locale",
  setup({ onLoad }) {
    onLoad({ filter: /[\\/]zod[\\/]v4[\\/]locales[\\/]index\.js$/ }, () => ({
      contents: 'export { default as en } from "./en.js";',
      loader: "js",
    }));
  },
};
