import { isBuiltin } from "node:module";
import type { Plugin } from "esbuild";

/**
 * Gives a package that our code imports lazily the exports that it has in Node. esbuild alone leaves a CommonJS
 * package nothing but `default` there, and code that runs from its sources would break as a bundle only.
 */
export function lazyPackages(external: readonly string[]): Plugin {
  return {
    name: "lazy-packages",
    setup({ onResolve, onLoad }) {
      onResolve({ filter: /^[@a-z]/ }, ({ kind, path, importer, resolveDir }) => {
        if (kind !== "dynamic-import" || isBuiltin(path) || external.includes(path)) return undefined;
        if (importer.includes("node_modules")) return undefined;
        return { path, namespace: "lazy-package", pluginData: resolveDir };
      });
      onLoad({ filter: /.*/, namespace: "lazy-package" }, async ({ path, pluginData }) => {
        const names = Object.keys((await import(path)) as object).filter((name) =>
          /^[A-Za-z_$][\w$]*$/.test(name),
        );
        return {
          contents: `export { ${names.toSorted().join(", ")} } from ${JSON.stringify(path)};`,
          resolveDir: pluginData as string,
        };
      });
    },
  };
}
