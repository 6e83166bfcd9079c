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
const paints = [];
for (const path of paths) {
  const millis = {};
  for (const throttlingMethod of ["simulate", "devtools"]) {
    const asked = { port: chrome.port, onlyAudits: ["largest-contentful-paint"], throttlingMethod, logLevel: "error" };
    const told = await lighthouse(url + path, { ...asked, extraHeaders: { Cookie: cookie } });
    millis[throttlingMethod] = told?.lhr.audits["largest-contentful-paint"]?.numericValue;
    if (millis[throttlingMethod] === undefined) throw new Error(`${path}: ${told?.lhr.runtimeError?.message ?? "no largest paint"}`);
  }
  paints.push({ path, reckoned: millis.simulate, measured: millis.devtools });
}
chrome.kill();
console.log(JSON.stringify(paints));
