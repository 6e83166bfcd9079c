import { defineConfig } from "@playwright/test";

const browser = {
  browserName: "chromium" as const,
  launchOptions: {
    executablePath: process.env.CSDL_CHROMIUM ?? "/usr/bin/chromium",
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  },
};

// On these screens only the pages are opened, by the tests that are tagged so. A browser of a phone widens its window to
// what is too wide for it: these do not, so that it is told.
const pages = { testMatch: /(public|staff)\.spec\.ts$/, grep: /@pages/ };

export default defineConfig({
  testDir: "./tests",
  workers: 2,
  timeout: 180_000,
  expect: { timeout: 15_000 },
  forbidOnly: true,
  reporter: "list",
  use: { ...browser, actionTimeout: 30_000, locale: "vi-VN", timezoneId: "Asia/Ho_Chi_Minh", trace: "off" },
  projects: [
    { name: "desktop", use: { viewport: { width: 1366, height: 768 } } },
    { name: "phone", use: { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true } },
    { name: "no-js", use: { viewport: { width: 1366, height: 768 }, javaScriptEnabled: false } },
    { name: "tablet", ...pages, use: { viewport: { width: 768, height: 1024 }, hasTouch: true } },
    { name: "narrow", ...pages, use: { viewport: { width: 360, height: 640 }, hasTouch: true } },
  ],
});
