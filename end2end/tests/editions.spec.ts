// Editions as documents: the catalog of a day, any two editions beside each other, an entry's history, and what is taken
// along. With and without JavaScript, on a desktop and a phone.
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { expect, test } from "./fixtures.ts";

const NEW_PAGES = ["/danh-muc?as_of=2024-01-01", "/danh-muc?as_of=2020-01-01", "/danh-muc/DC-016/lich-su", "/ban-hanh?tu=1&den=1"];

for (const path of NEW_PAGES) {
  test(`${path} is whole`, async ({ person }) => {
    const visitor = await person();
    await visitor.whole(path);
  });
}

test("the catalog of a day, and back to today", async ({ person }) => {
  const visitor = await person();
  const page = visitor.page;
  await visitor.open("/ban-hanh");
  await page.getByLabel("Danh mục có hiệu lực vào ngày").fill("2024-01-01");
  await page.getByRole("button", { name: "Xem", exact: true }).click();
  await page.waitForURL(/as_of=2024-01-01/);
  await expect(page.getByText("Đang xem danh mục có hiệu lực ngày 01/01/2024")).toBeVisible();
  await visitor.ready();
  // A filter keeps the day, and entries are shown as they were.
  await page.locator("#q").fill("đất đai");
  await page.locator(".catsearch button").click();
  await page.waitForURL(/q=/);
  await expect(page).toHaveURL(/as_of=2024-01-01/);
  await expect(page.locator(".hit h3 a").first()).toHaveAttribute("href", /\?as_of=2024-01-01$/);
  // Who answered then, which has become another department since.
  await expect(page.locator(".hit").first()).toContainText("Sở Tài nguyên và Môi trường");
  await page.getByRole("link", { name: "Về danh mục hiện hành" }).click();
  await expect(page.getByText("Đang xem danh mục có hiệu lực ngày")).toHaveCount(0);
});

test("any two editions, whichever is named first", async ({ person }) => {
  const visitor = await person();
  const page = visitor.page;
  await visitor.open("/ban-hanh");
  await page.getByLabel("Từ", { exact: true }).selectOption("2");
  await page.getByLabel("Đến", { exact: true }).selectOption("1");
  await page.getByRole("button", { name: "So sánh", exact: true }).click();
  await page.waitForURL(/\/ban-hanh\/1\/so-sanh\/2$/);
  const row = page.locator(".compare__table tbody tr", { hasText: "Sở Y tế" }).first();
  await row.getByRole("link").first().click();
  await page.waitForURL(/co-quan=/);
  await expect(page.locator(".chip--on")).toContainText("Sở Y tế");
  await visitor.open("/ban-hanh");
  await page.getByLabel("Từ", { exact: true }).selectOption("1");
  await page.getByLabel("Đến", { exact: true }).selectOption("1");
  await page.getByRole("button", { name: "So sánh", exact: true }).click();
  await expect(page.getByText("Chọn hai lần ban hành khác nhau")).toBeVisible();
});

test("from an entry to its history", async ({ person }) => {
  const visitor = await person();
  const page = visitor.page;
  await visitor.open("/danh-muc/DC-016");
  const link = page.getByRole("link", { name: "Xem từng thay đổi" });
  // On paper the editions are told, and nothing that is only to be pressed; a heading stays with what it heads.
  await page.emulateMedia({ media: "print" });
  await expect(page.locator(".entry__side .timeline").first()).toBeVisible();
  await expect(link).toBeHidden();
  await expect(page.locator(".entry h2").first()).toHaveCSS("break-after", "avoid");
  await page.emulateMedia({ media: "screen" });
  await link.click();
  await page.waitForURL(/\/danh-muc\/DC-016\/lich-su$/);
  await expect(page.locator(".history > li").first()).toBeVisible();
  expect(await page.locator(".history > li").count()).toBeGreaterThan(1);
  // One column, whatever the width; the day from which a decision holds is told once.
  await page.setViewportSize({ width: 768, height: 1024 });
  await expect(page.locator(".history")).not.toHaveCSS("display", "grid");
  expect(await page.locator(".history > li").first().locator("p").first().innerText()).not.toMatch(/từ (\d+\/\d+\/\d+).*từ \1/s);
});

test("the file of an edition has the hash that its page shows", async ({ person }) => {
  const visitor = await person();
  const page = visitor.page;
  await visitor.open("/ban-hanh/2");
  const stated = await page.locator(".hash code").first().innerText();
  const started = page.waitForEvent("download");
  await page.getByRole("link", { name: "Tải nội dung (JSON)" }).click();
  const bytes = await readFile(await (await started).path());
  expect(createHash("sha256").update(bytes).digest("hex")).toBe(stated);
  // What binds it to its decision stands on the page itself, behind its hash.
  const [seal, binding] = (await page.locator(".hash code").allInnerTexts()).slice(-2);
  expect(createHash("sha256").update(binding).digest("hex")).toBe(seal);
  expect(JSON.parse(binding)).toMatchObject({ content_sha256: stated, year: 2024, base: 1 });
});

test("a comparison is taken along as a workbook, and printed whole or in part", async ({ person }) => {
  const visitor = await person();
  const page = visitor.page;
  const workbook = page.getByRole("link", { name: "Tải so sánh (Excel)" });
  const entries = page.locator("article.dentry");
  const only = page.locator("p.only-print");
  const figure = async (word: string) => Number(await page.locator(".balance li", { hasText: word }).locator("b").innerText());
  await visitor.open("/ban-hanh/1/so-sanh/2");
  const added = await figure("thêm mới");
  const changed = added + (await figure("sửa đổi")) + (await figure("đưa ra"));
  const started = page.waitForEvent("download");
  await workbook.click();
  const file = await started;
  expect(file.suggestedFilename()).toBe("so-sanh-2023-2024.xlsx");
  expect((await readFile(await file.path())).subarray(0, 2).toString()).toBe("PK");

  await visitor.open("/ban-hanh/1/so-sanh/2?in=1");
  await expect(entries).toHaveCount(changed);
  await expect(page.getByRole("link", { name: "Xem theo trang" })).toHaveAttribute("href", "/ban-hanh/1/so-sanh/2");
  await page.emulateMedia({ media: "print" });
  await expect(entries.last()).toBeVisible();
  await expect(workbook).toBeHidden();
  await expect(page.locator(".nav")).toBeHidden();
  await expect(only).toHaveCount(0);
  // Between the margins of A4 there are 175 mm.
  await page.setViewportSize({ width: 661, height: 935 });
  const table = await page.locator(".compare__table").boundingBox();
  expect((table?.x ?? 0) + (table?.width ?? 0)).toBeLessThanOrEqual(661);
  // On paper a part says that it is one; on the screen its chip does.
  await visitor.open("/ban-hanh/1/so-sanh/2?loai=new&in=1");
  await expect(entries).toHaveCount(added);
  await expect(only).toHaveText("Chỉ gồm: thêm mới.");
  await expect(only).toBeVisible();
  await expect(page.locator(".chip--on")).toBeHidden();
  await page.emulateMedia({ media: "screen" });
  await expect(only).toBeHidden();
  await expect(page.locator(".chip--on")).toBeVisible();
});
