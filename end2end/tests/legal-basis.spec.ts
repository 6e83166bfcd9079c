// The legal basis in the editor: documents are chosen from the register or typed, and one that ended is warned of. The
// proposal is taken out again.
import { expect, test } from "./fixtures.ts";

const LIST = "/ra-soat/2026/so-yt";
const NAME = "CSDL thử căn cứ pháp lý";
const IN_FORCE = "Nghị định số 278/2025/NĐ-CP";
const REPEALED = "Nghị định số 47/2020/NĐ-CP";
const WARNING = "47/2020/NĐ-CP: hết hiệu lực từ 22/10/2025, thay bằng 278/2025/NĐ-CP";

test("documents are chosen from the register, and a repealed one is warned of", async ({ person }) => {
  const officer = await person("canbo.yte");
  const page = officer.page;
  const basis = page.getByLabel("Căn cứ pháp lý", { exact: true });
  const chooser = page.getByLabel("Chọn từ danh mục văn bản", { exact: true });
  const offered = (citation: string) => page.locator(`#ds-van-ban option[value="${citation}"]`);
  await officer.open(`${LIST}/de-xuat-moi`);
  await page.getByLabel("Tên cơ sở dữ liệu").fill(NAME);
  await officer.reach(basis);
  await expect(offered(IN_FORCE)).toHaveCount(1);
  await expect(offered(REPEALED)).toHaveCount(0);
  await expect(page.getByRole("link", { name: "Xem danh mục văn bản" })).toHaveAttribute("href", "/van-ban");
  if (officer.scripted) {
    // A number is enough where it is of one document.
    await chooser.fill("278/2025");
    await page.getByRole("button", { name: "Thêm vào căn cứ" }).click();
    await expect(basis).toHaveValue(IN_FORCE);
    await expect(chooser).toHaveValue("");
    // What is of several documents or of none stays in the box, and a line tells why. Enter sends nothing.
    for (const [typed, told] of [["chia sẻ dữ liệu", "Có 3 văn bản khớp"], ["47/2020", "không có: 47/2020"]] as const) {
      await chooser.fill(typed);
      await chooser.press("Enter");
      await expect(page.locator("#pb [aria-live]")).toContainText(told);
      await expect(chooser).toHaveValue(typed);
      await expect(basis).toHaveValue(IN_FORCE);
    }
  } else {
    await expect(chooser).toBeHidden();
  }
  // What is offered is not all that may be cited.
  await basis.fill(`${IN_FORCE}; ${REPEALED}`);
  await expect(basis).toHaveValue(`${IN_FORCE}; ${REPEALED}`);
  await expect(basis).toBeVisible();

  await officer.press("Lưu nháp");
  await page.waitForURL(/\/de-xuat-\d+/);
  const warning = page.locator("#pb").getByText(WARNING);
  await officer.reach(warning);
  await expect(basis).toHaveValue(`${IN_FORCE}; ${REPEALED}`);
  await expect(basis, "a warning is no mistake").not.toHaveAttribute("aria-invalid", "true");
  await officer.audit();

  await page.getByRole("button", { name: "Bỏ đề xuất này" }).first().click();
  await officer.press("Bỏ đề xuất này", page.locator("#hoi-xoa"));
  await page.waitForURL(new RegExp(`${LIST}$`));
  await officer.open(LIST);
  await expect(page.getByRole("link", { name: NAME })).toHaveCount(0);
});
