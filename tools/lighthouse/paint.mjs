// The largest paint of each page on Lighthouse's phone (slow 4G, a processor four times slower), with nothing kept.
// Used by `cargo xtask bench`: node paint.mjs URL COOKIE PATH…; prints JSON, milliseconds.
import { launch } from "chrome-launcher";
import lighthouse from "lighthouse";

const [url, cookie, ...paths] = process.argv.slice(2);
const chrome = await launch({
  chromePath: process.env.CSDL_CHROMIUM ?? "/usr/bin/chromium",
  chromeFlags: ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"],
});
const paints = [];
for (const path of paths) {
  const asked = { port: chrome.port, onlyAudits: ["largest-contentful-paint"], extraHeaders: { Cookie: cookie }, logLevel: "error" };
  const told = await lighthouse(url + path, asked);
  const audit = told?.lhr.audits["largest-contentful-paint"];
  if (audit?.numericValue === undefined) throw new Error(`${path}: ${told?.lhr.runtimeError?.message ?? "no largest paint"}`);
  paints.push({ path, millis: audit.numericValue });
}
chrome.kill();
console.log(JSON.stringify(paints));
