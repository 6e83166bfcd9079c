// What everyone may see, without an account, with and without JavaScript: whole, audited, and without a mistake in the
// console.
import { spawnSync } from "node:child_process";
import { expect, test } from "./fixtures.ts";

const PAGES = [
  "/",
  "/danh-muc",
  "/danh-muc?q=dat%20dai&form=open",
  "/danh-muc/DC-016",
  "/danh-muc/DC-016?lan=1",
  // Withdrawn: the state that it tells is the longest of all.
  "/danh-muc/DC-058",
  "/ban-hanh",
  "/ban-hanh/2",
  "/ban-hanh/2?co-quan=so-yt",
  "/ban-hanh/1/so-sanh/2",
  "/ban-hanh/1/so-sanh/2?in=1",
  "/co-quan",
  "/co-quan/so-yt",
  "/quy-che",
  "/tai-lieu-api",
  "/dang-nhap",
];

for (const path of PAGES) {
  test(`${path} is whole`, { tag: "@pages" }, async ({ person }) => {
    const visitor = await person();
    await visitor.whole(path);
  });
}

test("a page keeps its title while its part of the program is on its way", async ({ person, javaScriptEnabled }) => {
  test.skip(javaScriptEnabled === false, "there is no program");
  const { page, site } = await person();
  let asked = () => {};
  let go = () => {};
  const held = new Promise<void>((resolve) => (go = resolve));
  const waiting = new Promise<void>((resolve) => (asked = resolve));
  await page.route(/\/pkg\/(?!csdl\.)[^/]*\.wasm/, async (route) => {
    asked();
    await held;
    await route.continue();
  });
  await page.goto(`${site.url}/quy-che`);
  const title = await page.title();
  expect(title).toMatch(/^Quy chế.* · /);
  await waiting;
  expect(await page.title()).toBe(title);
  go();
  await page.locator("html[data-ready]").waitFor({ state: "attached" });
  await expect(page).toHaveTitle(title);
});

test("a search finds with and without marks", async ({ person }) => {
  const visitor = await person();
  for (const query of ["đất đai", "dat dai", "DAT DAI"]) {
    await visitor.open("/danh-muc");
    await visitor.page.locator("#q").fill(query);
    await visitor.page.locator(".catsearch button").click();
    await visitor.page.waitForURL(/q=/);
    await expect(visitor.page.locator(".hit h3").first()).toHaveText("CSDL đất đai");
  }
});

test("the documentation of the API runs its examples", async ({ person, javaScriptEnabled, site }) => {
  const visitor = await person();
  await visitor.open("/tai-lieu-api");
  const forms = visitor.page.locator(".apidoc__table td", { hasText: "một trong: open, default, specific, none" });
  await expect(forms.first()).toBeVisible();
  const example = visitor.page.locator("#getEntry li").first();
  const address = await example.getByRole("link").getAttribute("href");
  const known = await (await fetch(site.url + address)).json();
  expect(known.code).toBe("DC-016");
  if (javaScriptEnabled === false) return;
  await example.getByRole("button", { name: "Chạy thử" }).click();
  await expect(example.getByRole("status")).toContainText("200 · ETag");
  await expect(example.getByRole("region", { name: "Câu trả lời" })).toContainText('"code": "DC-016"');
  await visitor.audit();
});

test("the documentation of the API asks again as it says, and nothing has changed", async ({ person, site }) => {
  test.skip(spawnSync("curl", ["--version"]).status !== 0, "there is no curl");
  const visitor = await person();
  await visitor.open("/tai-lieu-api");
  const lines = (await visitor.page.locator("#etag pre").textContent()) ?? "";
  expect(lines).toContain(site.url);
  const told = spawnSync("sh", ["-c", lines], { encoding: "utf8", env: { ...process.env, no_proxy: "*" } });
  expect(told.stdout, told.stderr).toMatch(/^HTTP\/1\.1 304 /);
});

test("unknown things are pages with status 404", async ({ site }) => {
  for (const path of ["/khong-co", "/danh-muc/DC-999", "/ban-hanh/99", "/ban-hanh/x", "/co-quan/khong-co", "/ban-hanh/1/so-sanh/x"]) {
    const answer = await fetch(site.url + path);
    expect(answer.status, path).toBe(404);
    expect(await answer.text(), path).toContain("Không tìm thấy trang");
  }
});

test("odd queries are never a mistake of the server", async ({ site }) => {
  const odd = ["%", "%25%25", "_", "'", "\\", "a".repeat(5000), "đ".repeat(300), "\u0301\u0302", "🙂", "page=99999999999"];
  for (const query of odd) {
    const answer = await fetch(`${site.url}/danh-muc?q=${encodeURIComponent(query)}&page=abc&form=zzz`);
    expect(answer.status, query.slice(0, 20)).toBe(200);
  }
});
