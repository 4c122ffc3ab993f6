import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["{functions,shared,emulators,infra}/**/*.test.ts"],
    globalSetup: ["emulators/testing/global-setup.ts"],
    reporters: ["default", "./shared/testing/summary-reporter.ts"],
    pool: "forks",
    maxWorkers: 2,
    testTimeout: 30_000,
    hookTimeout: 60_000,
    restoreMocks: true,
    // Without it Google's clients look for a metadata server, which is only in the cloud.
    env: { METADATA_SERVER_DETECTION: "none" },
  },
});
