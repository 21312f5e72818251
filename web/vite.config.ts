import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";

const LOCAL_SYSTEM = "http://127.0.0.1:8000";

export default defineConfig({
  plugins: [react()],
  build: {
    target: "es2022",
    // Nothing is inlined as a data: URL, so that the page runs under `default-src 'self'`.
    assetsInlineLimit: 0,
    sourcemap: false,
  },
  server: {
    host: "127.0.0.1",
    proxy: {
      "/api": LOCAL_SYSTEM,
      "/s3": LOCAL_SYSTEM,
      "/relay": { target: LOCAL_SYSTEM, ws: true },
    },
  },
  test: {
    environment: "jsdom",
    environmentOptions: { jsdom: { url: "http://neufit.test/" } },
    include: ["src/**/*.test.{ts,tsx}", "contract/**/*.test.ts"],
    // The limit ends a test that hangs; it does not measure, so a busy machine must stay below it.
    testTimeout: 60_000,
    restoreMocks: true,
    unstubGlobals: true,
  },
});
