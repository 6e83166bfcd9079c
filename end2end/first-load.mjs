// What Chromium loads of code and style for each page, with nothing kept from before: bytes as they came over the wire.
// Used by `cargo xtask bench`: node first-load.mjs URL PATH…; prints JSON.
import { chromium } from "@playwright/test";

const [url, ...paths] = process.argv.slice(2);
const browser = await chromium.launch({
  executablePath: process.env.CSDL_CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
});
const loads = [];
for (const path of paths) {
  const context = await browser.newContext();
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  const files = new Map();
  await session.send("Network.enable");
  session.on("Network.responseReceived", ({ requestId, response }) => {
    const kind = new URL(response.url).pathname.match(/\.(js|wasm|css)$/)?.[1];
    if (kind !== undefined) files.set(requestId, { kind, bytes: 0 });
  });
  session.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => {
    const file = files.get(requestId);
    if (file !== undefined) file.bytes = encodedDataLength;
  });
  await page.goto(url + path, { waitUntil: "networkidle" });
  loads.push({ path, files: [...files.values()] });
  await context.close();
}
await browser.close();
console.log(JSON.stringify(loads));
