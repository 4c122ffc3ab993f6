import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["{functions,shared,emulators,infra}/**/*.test.ts"],
    globalSetup: ["shared/testing/global-setup.ts"],
    pool: "forks",
    maxWorkers: 2,
    testTimeout: 30_000,
    hookTimeout: 60_000,
    restoreMocks: true,
  },
});
