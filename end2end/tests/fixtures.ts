// A server of its own for each test file and project, people with sessions, an audit of each page, and a test that
// fails when a page logged an error.
import { AxeBuilder } from "@axe-core/playwright";
import { type Browser, type BrowserContext, type Locator, type Page, type Request, expect, test as base } from "@playwright/test";
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

export const PASSWORD = "mat-khau-thu-2026";
const ROOT = join(import.meta.dirname, "../..");
const BINARY = process.env.E2E_BINARY ?? join(ROOT, "target/release/csdl");

async function freePort(): Promise<number> {
  return await new Promise((done) => {
    const probe = createServer();
    probe.listen(0, "127.0.0.1", () => {
      const address = probe.address();
      probe.close(() => done(typeof address === "object" && address !== null ? address.port : 0));
    });
  });
}

export type Site = { url: string };
export type Scenario = "empty" | "demo";

async function start(scenario: Scenario): Promise<{ site: Site; stop: () => Promise<void> }> {
  const folder = mkdtempSync(join(tmpdir(), "csdl-e2e-"));
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const env = {
    ...process.env,
    CSDL_DATABASE_URL: `sqlite://${folder}/csdl.db`,
    CSDL_STORAGE_URL: join(folder, "files"),
    CSDL_ADDR: `127.0.0.1:${port}`,
    CSDL_BASE_URL: url,
    CSDL_DEMO_PASSWORD: PASSWORD,
  };
  const seeded = spawnSync(BINARY, ["seed", scenario], { cwd: ROOT, env, encoding: "utf8" });
  expect(seeded.status, seeded.stderr).toBe(0);
  const server: ChildProcess = spawn(BINARY, ["serve"], { cwd: ROOT, env, stdio: ["ignore", "ignore", "inherit"] });
  await expect.poll(async () => (await fetch(`${url}/readyz`).catch(() => undefined))?.status, { timeout: 20_000 }).toBe(200);
  const stop = async () => {
    const gone = new Promise((done) => server.once("exit", done));
    server.kill("SIGTERM");
    await gone;
    rmSync(folder, { recursive: true, force: true });
  };
  return { site: { url }, stop };
}

// Noise that is the test's own doing: an answer with an error status is a test's subject, not a page's mistake.
const EXPECTED = /Failed to load resource: the server responded with a status of (401|403|404|409|422)/;
// Without JavaScript nothing uses what the page preloads for it.
const UNUSED = /was preloaded using link preload but not used/;

/** Whether a form saves itself by this: a button of such a form says what comes next. */
const savesItself = (request: Request) => /(^|&)next=(&|$)/.test(request.postData() ?? "");

export class Person {
  constructor(
    readonly page: Page,
    readonly site: Site,
    readonly context: BrowserContext,
    readonly mistakes: string[],
    /** Whether the browser runs scripts. */
    readonly scripted: boolean,
  ) {}

  /**
   * Waits until the page at hand is whole and the program runs. It starts anew, once the page is painted, after all that the
   * browser itself loads: a form or a link that no script handles, a reload. What is pressed before is a plain page's.
   */
  async ready() {
    await this.page.waitForLoadState("networkidle");
    if (this.scripted) await this.page.locator("html[data-ready]").waitFor({ state: "attached" });
  }

  async open(path: string) {
    await this.page.goto(this.site.url + path);
    await this.ready();
  }

  async reload() {
    await this.page.reload();
    await this.ready();
  }

  /** Presses a button that sends a form, and waits for the answer: what is opened next must not cut the sending off. */
  async press(name: string | RegExp, within: Page | Locator = this.page) {
    const sent = this.page.waitForRequest((request) => request.method() === "POST" && !savesItself(request));
    const left = new Promise((done) => this.page.once("framenavigated", done));
    await within.getByRole("button", { name }).first().click();
    const request = await sent;
    await (await request.response())?.finished();
    // Where no script sends it the answer is another page.
    if (request.isNavigationRequest()) await left;
    await this.ready();
  }

  async follow(name: string | RegExp) {
    await this.page.getByRole("link", { name }).first().click();
    await this.ready();
  }

  /** On a narrow screen the editor shows one step: goes on until the field is there. */
  async reach(field: Locator): Promise<Locator> {
    const next = this.page.locator("[data-step]").getByRole("button", { name: "Tiếp", exact: true }).locator("visible=true");
    // A page that is led to without loading comes after the press.
    await field.first().waitFor({ state: "attached" });
    while (!(await field.first().isVisible()) && (await next.count()) > 0) {
      const to = await next.getAttribute("value");
      await next.click();
      await expect(this.page.locator(`button[value="${to}"]`).locator("visible=true")).toHaveCount(0);
    }
    await expect(field).toBeVisible();
    return field;
  }

  /** Fills in the form for signing in, which is at hand. */
  async signIn(username: string) {
    await this.page.getByLabel("Tên đăng nhập").fill(username);
    await this.page.getByLabel("Mật khẩu").fill(PASSWORD);
    await this.page.locator("form.login__box button").click();
    await this.page.waitForURL("**/viec-cua-toi");
    await this.ready();
  }

  /** Signs in again in the tab that the page offers for it, and comes back to the page. */
  async signInBeside(username: string) {
    const opened = this.context.waitForEvent("page");
    await this.page.getByRole("link", { name: "Đăng nhập ở thẻ mới" }).first().click();
    const tab = new Person(await opened, this.site, this.context, this.mistakes, this.scripted);
    await tab.ready();
    await tab.signIn(username);
    await tab.page.close();
  }

  /** Opens a page that must be whole: a heading, nothing that the audit finds, nothing wider than the screen. */
  async whole(path: string) {
    await this.open(path);
    await expect(this.page.getByRole("heading", { level: 1 }).first()).toBeVisible();
    await this.audit();
    const wide = await this.page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth).catch(() => 0);
    expect(wide, `${path}: no sideways scrolling`).toBeLessThanOrEqual(0);
  }

  /** The audit is a script of its own: without scripts there is none. */
  async audit() {
    if (!this.scripted) return;
    await this.ready();
    const found = await new AxeBuilder({ page: this.page }).analyze();
    const told = found.violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.html.slice(0, 160)).join(" | ")}`);
    expect(told, this.page.url()).toEqual([]);
  }
}

type Fixtures = { person: (username?: string) => Promise<Person> };
// `apart` names a site that no other file's tests write to.
type WorkerFixtures = { scenario: Scenario; apart: string; site: Site };

export const test = base.extend<Fixtures, WorkerFixtures>({
  scenario: ["demo", { option: true, scope: "worker" }],
  apart: ["", { option: true, scope: "worker" }],
  site: [
    async ({ scenario, apart: _ }, use) => {
      const { site, stop } = await start(scenario);
      await use(site);
      await stop();
    },
    { scope: "worker" },
  ],
  person: async ({ browser, site, contextOptions, javaScriptEnabled }, use) => {
    const people: Person[] = [];
    await use(async (username?: string) => {
      const context = await newContext(browser, contextOptions);
      const page = await context.newPage();
      const mistakes: string[] = [];
      page.on("pageerror", (error) => mistakes.push(`${page.url()}: ${error.message}`));
      page.on("console", (message) => {
        const told = message.type() === "error" || message.type() === "warning";
        const noise = EXPECTED.test(message.text()) || (javaScriptEnabled === false && UNUSED.test(message.text()));
        if (told && !noise) mistakes.push(`${page.url()}: ${message.text()}`);
      });
      const person = new Person(page, site, context, mistakes, javaScriptEnabled !== false);
      people.push(person);
      if (username !== undefined) {
        await person.open("/dang-nhap");
        await person.signIn(username);
      }
      return person;
    });
    for (const person of people) {
      expect(person.mistakes).toEqual([]);
      await person.context.close();
    }
  },
});

async function newContext(browser: Browser, options: object): Promise<BrowserContext> {
  return await browser.newContext(options);
}

export { expect };
