// The ledger of reminders and urging letters: from the board to it, narrowed to one agency, to what a row is about and back,
// and taken along.
import { readFileSync } from "node:fs";
import { expect, test } from "./fixtures.ts";

test.use({ apart: "ledger" });

const LEDGER = "/theo-doi/so-nhac";
const NUMBER = "1705/SKHCN-CĐS";

test("what was sent to whom", async ({ person }) => {
  test.slow();
  const coordinator = await person("dieuphoi");
  const page = coordinator.page;
  const rows = page.locator("main tbody tr");
  await coordinator.open("/ra-soat/2026/don-doc?van-ban=so-yt");
  await page.getByLabel("Số, ký hiệu công văn").fill(NUMBER);
  await page.getByLabel("Ngày công văn").fill("2026-11-24");
  await coordinator.press("Ghi số công văn");

  await test.step("from the board, narrowed to an agency", async () => {
    await coordinator.open("/theo-doi");
    await coordinator.follow("Sổ nhắc việc và đôn đốc");
    await page.waitForURL(new RegExp(`${LEDGER}$`));
    await coordinator.whole(LEDGER);
    const all = Number(((await page.getByRole("status").textContent()) ?? "").replace(/\D/g, ""));
    await page.locator('select[name="agency"]').selectOption({ label: "Sở Y tế" });
    await page.getByRole("button", { name: "Lọc", exact: true }).click();
    await page.waitForURL(/so-nhac\?.*agency=so-yt/);
    // A reminder and the letter at the least.
    await expect(rows.nth(1)).toBeVisible();
    await expect(rows.filter({ hasNotText: "Sở Y tế" })).toHaveCount(0);
    const own = await rows.count();
    await expect(page.getByRole("status")).toHaveText(`${own} dòng`);
    expect(own).toBeLessThan(all);
    await coordinator.audit();
  });

  await test.step("the letter, its people, and why their messages wait", async () => {
    await page.locator('select[name="kind"]').selectOption("letter");
    await page.getByRole("button", { name: "Lọc", exact: true }).click();
    await page.waitForURL(/so-nhac\?.*kind=letter/);
    await expect(rows).toHaveCount(1);
    await expect(rows).toContainText(NUMBER);
    await expect(rows).toContainText("24/11/2026");
    await expect(rows).toContainText("2 người");
    await expect(rows).toContainText("Chờ gửi: 2");
    await expect(rows).toContainText("chưa cấu hình máy chủ thư");
    const href = await page.getByRole("link", { name: "Công văn soạn sẵn: Sở Y tế" }).getAttribute("href");
    expect((await coordinator.context.request.get(coordinator.site.url + (href ?? ""))).status()).toBe(200);
  });

  await test.step("to what it is about and back", async () => {
    await page.getByRole("link", { name: /^Rà soát năm 2026, hạn/ }).click();
    await page.waitForURL(/\/ra-soat\/2026\/so-yt$/);
    await page.goBack();
    await page.waitForURL(/so-nhac\?.*kind=letter/);
    await expect(rows).toHaveCount(1);
  });

  await test.step("the list is taken along, and by the state of messages nothing is left of what was sent", async () => {
    const waiting = page.waitForEvent("download");
    await page.getByRole("link", { name: "Tải CSV" }).click();
    expect(readFileSync(await (await waiting).path(), "utf8")).toContain(NUMBER);
    await coordinator.whole(`${LEDGER}?mail=sent`);
    await expect(page.getByText("Không có dòng nào phù hợp với bộ lọc.")).toBeVisible();
  });

  await test.step("from an agency's list of duties to what was sent to it", async () => {
    await coordinator.open("/theo-doi/danh-sach?agency=so-yt");
    await coordinator.follow("Đã nhắc và đôn đốc cơ quan này");
    await page.waitForURL(/so-nhac\?agency=so-yt$/);
    await expect(rows.first()).toContainText("Sở Y tế");
  });

  await test.step("an agency is urged for its late duties, and the letter stands in the list with its file", async () => {
    await coordinator.open("/theo-doi?sort=late");
    const first = page.locator(".dutyboard tbody th a").first();
    await coordinator.open((await first.getAttribute("href")) ?? "");
    await coordinator.follow("Đôn đốc nghĩa vụ quá hạn");
    await page.waitForURL(/\/theo-doi\/don-doc\/[^/]+$/);
    await expect(page.getByRole("link", { name: "Tải công văn (Word)" })).toBeVisible();
    await coordinator.audit();
    const here = new URL(page.url()).pathname;
    await page.getByLabel("Số, ký hiệu công văn").fill("1706/SKHCN-CĐS");
    // The portal goes by the days of Vietnam.
    await page.getByLabel("Ngày công văn").fill(new Date(Date.now() + 7 * 3_600_000).toISOString().slice(0, 10));
    await coordinator.press("Ghi số công văn");
    await coordinator.whole(here);
    await expect(page.getByText(/^Số 1706\/SKHCN-CĐS ngày/)).toBeVisible();
    await coordinator.whole(`${LEDGER}?kind=letter`);
    const row = rows.filter({ hasText: "1706/SKHCN-CĐS" });
    const href = await row.getByRole("link", { name: /^Công văn soạn sẵn: / }).getAttribute("href");
    expect((await coordinator.context.request.get(coordinator.site.url + (href ?? ""))).status()).toBe(200);
  });

  await test.step("the agency's officer reads its own", async () => {
    const officer = await person("canbo.yte");
    await officer.whole(`${LEDGER}?agency=so-ct`);
    await expect(officer.page.locator('select[name="agency"]')).toHaveCount(0);
    const own = officer.page.locator("main tbody tr");
    await expect(own.filter({ hasText: NUMBER })).toHaveCount(1);
    await expect(own.filter({ hasNotText: "Sở Y tế" })).toHaveCount(0);
  });
});
