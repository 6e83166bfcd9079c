// The largest paint of each page on Lighthouse's phone (slow 4G, a processor four times slower), with nothing kept: as
// Lighthouse reckons it from a fast load, which counts all that comes before and after, and as it is where the browser is
// slowed down in earnest.
// Used by `cargo xtask bench`: node paint.mjs URL COOKIE PATH…; prints JSON, milliseconds.
import { launch } from "chrome-launcher";
import lighthouse from "lighthouse";

const [url, cookie, ...paths] = process.argv.slice(2);
const chrome = await launch({
  chromePath: process.env.CSDL_CHROMIUM ?? "/usr/bin/chromium",
  chromeFlags: ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"],
});
const TRIES = 3;

/** Milliseconds, or null where the page had no largest paint however often it was asked. */
async function paint(path, throttlingMethod) {
  for (let turn = 0; turn < TRIES; turn += 1) {
    const asked = { port: chrome.port, onlyAudits: ["largest-contentful-paint"], throttlingMethod, logLevel: "error" };
    const told = await lighthouse(url + path, { ...asked, extraHeaders: { Cookie: cookie } });
    const audit = told?.lhr.audits["largest-contentful-paint"];
    if (audit?.numericValue !== undefined) return audit.numericValue;
    console.error(`${path}, ${throttlingMethod}: ${audit?.errorMessage ?? told?.lhr.runtimeError?.message}`);
  }
  return null;
}

const paints = [];
for (const path of paths) {
  paints.push({ path, reckoned: await paint(path, "simulate"), measured: await paint(path, "devtools") });
}
chrome.kill();
console.log(JSON.stringify(paints));
