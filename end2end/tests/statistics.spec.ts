// Public statistics of use: a period, the one before, an entry's own; the same as CSV.
import { expect, test } from "./fixtures.ts";

test("anybody reads the statistics, goes to another period, and takes them along", async ({ person }) => {
  const visitor = await person();
  const page = visitor.page;
  await visitor.whole("/thong-ke?grain=month&at=2026-11-01");
  await expect(page.getByRole("heading", { level: 1 })).toContainText("11/2026");
  await expect(page.locator(".figs .fig")).toHaveCount(6);
  await expect(page.getByRole("heading", { name: "Ai sử dụng" })).toBeVisible();

  await test.step("another length, by the form", async () => {
    await page.locator("select[name=grain]").selectOption("year");
    await page.getByRole("button", { name: "Xem", exact: true }).click();
    await page.waitForURL(/grain=year/);
    await expect(page.getByRole("heading", { level: 1 })).toContainText("2026");
    await expect(page.locator(".figs .fig__n").filter({ hasText: /^0\b/ }), "something of everything").toHaveCount(0);
    await visitor.audit();
  });

  await test.step("from a part to its own statistics and back", async () => {
    const part = page.locator(".tablebox[aria-labelledby=dien-bien] tbody a").first();
    const name = ((await part.textContent()) ?? "").trim();
    await part.click();
    await page.waitForURL(/grain=(quarter|month)/);
    await expect(page.getByRole("heading", { level: 1 })).toContainText(name);
    await page.goBack();
    await page.waitForURL(/grain=year/);
  });

  await test.step("the most used leads to an entry's own use", async () => {
    const entry = page.locator(".tablebox[aria-labelledby=nhieu-nhat] tbody a").first();
    const href = (await entry.getAttribute("href")) ?? "";
    expect(href).toMatch(/^\/danh-muc\/DC-\d+\/su-dung$/);
    await visitor.whole(href);
    for (const [link, kind] of [
      ["a[href$='/su-dung.csv']", "text/csv"],
      ["a[href^='/api/v1/statistics/entries/']", "application/json"],
    ] as const) {
      const address = (await page.locator(link).getAttribute("href")) ?? "";
      const answer = await page.request.get(visitor.site.url + address);
      expect(answer.headers()["content-type"]).toContain(kind);
    }
  });

  await test.step("an entry's own use by day and by who used it; a month leads to its own days", async () => {
    await visitor.whole("/danh-muc/DC-016/su-dung");
    await expect(page.locator("svg.chart > title").first()).toHaveText("Theo ngày: 30 ngày gần nhất");
    const days = page.locator(".sect", { has: page.locator("#theo-ngay") });
    await days.locator("summary").click();
    await expect(days.locator("tbody tr")).toHaveCount(30);
    const users = page.locator(".sect", { has: page.locator("#nguoi-dung") });
    await users.locator("summary").click();
    await expect(users.locator("tbody th")).toHaveText(["Công chúng", "Cán bộ", "Chương trình (API)"]);
    await expect(page.getByText("Cơ quan dùng nhiều nhất"), "which agencies is not for everyone").toHaveCount(0);
    await page.locator(".tablebox[aria-labelledby=theo-thang] tbody a").first().click();
    await page.waitForURL(/\/danh-muc\/DC-016\/su-dung\?at=\d{4}-\d{2}-01$/);
    await expect(page.locator("#theo-ngay")).toHaveText(/^Theo ngày: Tháng \d{2}\/\d{4}$/);
    await visitor.audit();
    await visitor.follow("30 ngày gần nhất");
    await expect(page.locator("#theo-ngay")).toHaveText("Theo ngày: 30 ngày gần nhất");
  });

  await test.step("a figure opens every entry that it counts, and the list adds up to it", async () => {
    await visitor.open("/thong-ke?grain=year&at=2026-01-01");
    const figure = page.locator(".figs a.fig__n").first();
    const number = (text: string | null) => Number((text ?? "").replace(/\D/g, ""));
    await figure.click();
    await page.waitForURL(/&all=1#nhieu-nhat$/);
    const cells = page.locator(".tablebox[aria-labelledby=nhieu-nhat] tbody td.num");
    const listed = async () => (await cells.allTextContents()).reduce((sum, text) => sum + number(text), 0);
    // As it stands over its list: it may have grown since the page before.
    await expect.poll(async () => (await listed()) - number(await figure.textContent())).toBe(0);
    await visitor.audit();
  });

  await test.step("the same figures as CSV", async () => {
    await visitor.open("/thong-ke?grain=year&at=2026-01-01");
    const told = ((await page.locator(".figs .fig__n").first().textContent()) ?? "").replace(/\D/g, "");
    const href = (await page.locator("a[href*='so-lieu.csv']").getAttribute("href")) ?? "";
    const answer = await page.request.get(visitor.site.url + href);
    expect(answer.headers()["content-type"]).toContain("text/csv");
    expect(await answer.text()).toMatch(new RegExp(`^total,2026-01-01,[^\\n]*,view,${told}\\r?$`, "m"));
  });

  await test.step("what cannot be read is said, and nothing breaks", async () => {
    await visitor.whole("/thong-ke?grain=thang&at=hom-qua&kind=abc");
    await expect(page.getByRole("status").first()).toBeVisible();
  });
});
