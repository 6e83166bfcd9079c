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
  ],
});
