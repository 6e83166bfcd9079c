// The yearly report: the officer fills it in and gives one number otherwise, the head approves, the coordinator returns it,
// the officer mends, the coordinator accepts; its document and its workbook are downloaded.
import { readFileSync } from "node:fs";
import { expect, test } from "./fixtures.ts";

test.use({ apart: "report" });

const ADDRESS = "/bao-cao/2026-so-yt";
const SECTIONS = ["muc-building", "muc-sharing", "muc-exploiting", "muc-proposals"];

test("a report goes to the head and the coordinator, comes back, and is accepted", async ({ person }) => {
  test.slow();
  const officer = await person("canbo.yte");
  const page = officer.page;
  const section = (id: string) => page.locator(`section[aria-labelledby="${id}"]`);

  await test.step("the officer begins it, filled in from the data", async () => {
    await officer.whole("/viec-cua-toi");
    await officer.follow("Báo cáo năm 2026 của Sở Y tế");
    await officer.whole("/bao-cao?nam=2026");
    await officer.press(/^Lập báo cáo/);
    await page.waitForURL(new RegExp(`${ADDRESS}$`));
    await officer.whole(ADDRESS);
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("Báo cáo năm 2026 của Sở Y tế");
    await expect(page.locator(".tag").first()).toHaveText("Đang soạn");
    await expect(page.getByText("Còn phải ghi trước khi trình lãnh đạo")).toBeVisible();
    await expect(page.getByRole("button", { name: "Trình lãnh đạo" })).toBeDisabled();
  });

  await test.step("each section is written; a number without a reason is refused and nothing typed is lost", async () => {
    for (const id of SECTIONS) {
      await section(id).getByRole("link", { name: /^Soạn mục này/ }).click();
      await section(id).getByLabel("Nội dung").fill(`Đã thực hiện theo kế hoạch (${id})`);
      await officer.press(/^Lưu mục này/, section(id));
      await expect(section(id).locator("p.lines")).toHaveText(`Đã thực hiện theo kế hoạch (${id})`);
    }
    const use = section("muc-exploiting");
    await officer.whole(`${ADDRESS}?muc=exploiting`);
    await use.locator("summary", { hasText: "Lượt tải" }).click();
    await use.locator("#f-given-downloads").fill("1.250");
    await use.getByLabel("Nội dung").fill("Khai thác nhiều hơn năm trước");
    await use.getByRole("button", { name: /^Lưu mục này/ }).click();
    await expect(use.getByRole("alert")).toContainText("Lý do");
    await expect(use.locator("#f-given-downloads")).toHaveValue("1.250");
    await expect(use.getByLabel("Nội dung")).toHaveValue("Khai thác nhiều hơn năm trước");
    await use.locator("#f-reason-downloads").fill("Tính cả trang của sở");
    await officer.press(/^Lưu mục này/, use);
    const row = use.locator("tbody tr", { hasText: "Lượt tải" });
    await expect(row.locator("b")).toHaveText("1.250");
    await expect(row).toContainText("Tính cả trang của sở");
    await officer.audit();
  });

  await test.step("the head approves", async () => {
    await officer.open(ADDRESS);
    await officer.press("Trình lãnh đạo");
    await expect(page.locator(".tag").first()).toHaveText("Chờ lãnh đạo duyệt");
    await expect(page.getByRole("link", { name: /^Soạn mục này/ })).toHaveCount(0);
    const head = await person("lanhdao.yte");
    await head.open(ADDRESS);
    await head.press("Duyệt và gửi");
    await expect(head.page.locator(".tag").first()).toHaveText("Đã gửi");
  });

  const desk = await person("dieuphoi");
  await test.step("the coordinator returns it with a reason, the officer mends it", async () => {
    await desk.whole("/bao-cao?nam=2026&loc=sent");
    await desk.follow("Sở Y tế");
    await desk.page.locator("summary", { hasText: "Trả lại cơ quan" }).click();
    await desk.page.locator("#f-comment").fill("Nêu rõ hiệu quả khai thác");
    await desk.press("Trả lại cơ quan");
    await officer.open(ADDRESS);
    await expect(page.locator(".notice")).toContainText(["Nêu rõ hiệu quả khai thác"]);
    const use = section("muc-exploiting");
    await officer.open(`${ADDRESS}?muc=exploiting`);
    await use.getByLabel("Nội dung").fill("Giảm 12 thành phần hồ sơ");
    await officer.press(/^Lưu mục này/, use);
    await officer.open(ADDRESS);
    await officer.press("Trình lãnh đạo");
    const head = await person("lanhdao.yte");
    await head.open(ADDRESS);
    await head.press("Duyệt và gửi");
  });

  await test.step("the coordinator accepts; both files are there", async () => {
    await desk.open(ADDRESS);
    await desk.page.getByRole("button", { name: "Chấp nhận" }).first().click();
    await desk.press("Chấp nhận", desk.page.getByRole("dialog"));
    await desk.open(ADDRESS);
    await expect(desk.page.locator(".tag").first()).toHaveText("Đã chấp nhận");
    await desk.audit();
    for (const [name, ending] of [[/^Báo cáo \(Word\)/, "docx"], [/^Số liệu \(Excel\)/, "xlsx"]] as const) {
      const coming = desk.page.waitForEvent("download");
      await desk.page.getByRole("link", { name }).click();
      const file = await coming;
      expect(file.suggestedFilename()).toBe(`bao-cao-2026-so-yt.${ending}`);
      expect(readFileSync(await file.path()).subarray(0, 2).toString()).toBe("PK");
    }
  });

  await test.step("the consolidated report of last year", async () => {
    await desk.whole("/bao-cao/2025-tong-hop");
    await expect(desk.page.getByRole("heading", { level: 1 })).toHaveText("Báo cáo tổng hợp năm 2025");
    await expect(desk.page.locator(".tag").first()).toHaveText("Đã gửi UBND tỉnh");
  });
});
