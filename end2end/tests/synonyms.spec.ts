// The administrator's table of phrases that mean the same: what is added, changed or taken away shows in the next search.
import { expect, test } from "./fixtures.ts";

const PAGE = "/quan-tri/tu-dong-nghia";
// Nobody writes so, and no word is near it.
const SHORT = "QZXKV";

test("an abbreviation is added, found by at once, changed, and taken away", async ({ person }) => {
  test.slow();
  const [admin, visitor] = [await person("quantri"), await person()];
  const page = admin.page;
  const phrases = page.getByLabel("Các cụm từ", { exact: true });
  const groups = page.locator("#cac-nhom .count");
  const row = page.locator("tbody tr", { hasText: SHORT });
  const summary = page.getByRole("alert");
  const hits = visitor.page.locator(".hit");
  const search = async () => await visitor.open(`/danh-muc?q=${SHORT}`);
  const nothing = async () => {
    await search();
    await expect(visitor.page.locator(".cat__n")).toHaveText(`0 kết quả cho “${SHORT}”`);
  };
  const edit = async () => {
    await row.getByRole("link", { name: `Sửa nhóm “${SHORT}”` }).click();
    await page.waitForURL(/sua=\d+/);
    // The address alone leads here too.
    await admin.reload();
    await expect(page.getByRole("heading", { name: "Sửa nhóm", exact: true })).toBeVisible();
  };
  await admin.whole(PAGE);
  const before = await groups.innerText();
  await nothing();

  await test.step("what is wrong is named, and what was typed stays", async () => {
    await phrases.fill(SHORT);
    await page.getByRole("button", { name: "Lưu", exact: true }).click();
    await expect(summary.getByRole("link", { name: "Các cụm từ: chưa nhập (mục thứ 2)" })).toBeVisible();
    await expect(phrases).toHaveAttribute("aria-invalid", "true");
    await expect(phrases).toHaveValue(SHORT);
    await admin.audit();
  });

  await test.step("added, and found by at once", async () => {
    await phrases.fill(`${SHORT}; đất đai`);
    await page.getByLabel("Ghi chú", { exact: true }).fill("thử");
    await admin.press("Lưu");
    await expect(row).toContainText(`${SHORT}; đất đai`);
    await expect(phrases).toHaveValue("");
    await search();
    await expect(hits.filter({ hasText: "DC-016" }).locator("h3 mark").first()).toBeVisible();
  });

  await test.step("twice the same is refused by the server", async () => {
    await phrases.fill(`${SHORT}; khoáng sản`);
    await admin.press("Lưu");
    await expect(summary.getByRole("link", { name: "Các cụm từ: đã có" })).toBeVisible();
    await expect(phrases).toHaveValue(`${SHORT}; khoáng sản`);
  });

  await test.step("a group opens as it is stored, whatever was refused or is being typed", async () => {
    await phrases.fill("gõ dở; chưa lưu");
    await edit();
    await expect(phrases).toHaveValue(`${SHORT}; đất đai`);
    await expect(summary).toHaveCount(0);
    await admin.audit();
  });

  await test.step("changed, and found by its new meaning", async () => {
    await phrases.fill(`${SHORT}; tài sản công`);
    await admin.press("Lưu");
    await expect(row).toContainText(`${SHORT}; tài sản công`);
    await search();
    await expect(hits.first()).toContainText("DC-014");
  });

  await test.step("on a phone the phrases have the width of the screen", async () => {
    await page.setViewportSize({ width: 360, height: 640 });
    await admin.whole(PAGE);
    const cell = await row.locator("th").boundingBox();
    expect(cell?.width ?? 0).toBeGreaterThan(280);
  });

  await test.step("taken away", async () => {
    await edit();
    await page.getByRole("button", { name: "Xoá nhóm" }).first().click();
    await admin.press("Xoá nhóm", page.locator("#xoa"));
    await expect(row).toHaveCount(0);
    await expect(groups).toHaveText(before);
    await nothing();
  });
});
