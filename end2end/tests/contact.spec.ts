// The focal point of an agency: everybody sees how the office is reached, its own people name another.
import { expect, test } from "./fixtures.ts";

const PAGE = "/co-quan/so-yt";
const NAME = "Nguyễn Thị Thử";
const PHONE = "0262 000 0099";

test("an officer names another focal point, is signed out by it, and everybody sees it", async ({ person }) => {
  const [officer, head, visitor] = [await person("canbo.yte"), await person("lanhdao.yte"), await person()];
  const page = officer.page;
  const phone = page.getByLabel("Điện thoại cơ quan", { exact: true });
  await visitor.open(PAGE);
  await expect(visitor.page.locator("dd", { hasText: "vanphong.so-yt@daklak.example" })).toBeVisible();
  await expect(visitor.page.locator("summary", { hasText: /đầu mối/i })).toHaveCount(0);

  await officer.open(PAGE);
  await page.locator("summary", { hasText: "Thay đầu mối" }).click();
  await page.getByLabel("Họ và tên", { exact: true }).fill(NAME);
  await phone.fill("0905 123 456");
  await page.getByRole("button", { name: "Lưu đầu mối" }).click();
  const remark = page.getByRole("alert").getByRole("link", { name: "Điện thoại cơ quan: không phải số điện thoại cơ quan" });
  await expect(remark).toBeVisible();
  await expect(phone).toHaveValue("0905 123 456");
  await officer.audit();
  await phone.fill(PHONE);
  await expect(page.getByText("Ghi họ tên người khác thì phiên đang mở")).toBeVisible();
  await officer.press("Lưu đầu mối");
  // The page is loaded anew as a visitor's.
  await expect(page.locator('header a[href="/dang-nhap"]')).toHaveCount(1);
  await officer.ready();
  await expect(page.locator("dd", { hasText: PHONE })).toBeVisible();
  await expect(page.locator("summary", { hasText: /đầu mối/i })).toHaveCount(0);
  await officer.audit();

  await head.open(PAGE);
  await head.page.locator("summary", { hasText: "Đầu mối trước đây" }).click();
  await expect(head.page.locator(".timeline li", { hasText: "Lê Thị Hạnh, Văn phòng Sở" })).toBeVisible();
  await head.audit();

  await visitor.whole("/danh-muc/DC-039");
  await expect(visitor.page.getByText(`${NAME}, Văn phòng Sở · ${PHONE}`)).toBeVisible();
  await visitor.page.getByRole("link", { name: "Đầu mối", exact: true }).click();
  await visitor.page.waitForURL(/\/co-quan\/so-yt#dau-moi$/);
  await expect(visitor.page.locator("dd", { hasText: NAME })).toBeVisible();
});
