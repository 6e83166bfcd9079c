// The duplicate radar and the registers: an officer's proposal is shown what it may duplicate and why, and settles it;
// the coordinator sees what is open and keeps the registers; everyone sees which documents ended.
import { expect, test } from "./fixtures.ts";

test("an officer settles what a proposal may duplicate", async ({ person, javaScriptEnabled }) => {
  const officer = await person("canbo.congthuong");
  const page = officer.page;
  await officer.open("/ra-soat/2026/so-ct/de-xuat-moi");
  await page.getByLabel("Tên cơ sở dữ liệu").fill("CSDL ngành Công Thương của tỉnh");
  await officer.press("Lưu và về danh sách");
  await officer.open("/ra-soat/2026/so-ct");
  await officer.follow(/CSDL ngành Công Thương của tỉnh/);
  const section = page.locator("#f-overlap");
  const card = section.locator("article", { hasText: "QG-071" });
  await officer.reach(card);
  await expect(card.getByText("Tên trùng: “công thương”")).toBeVisible();
  await expect(card.getByText("Cùng ngành: Bộ Công Thương")).toBeVisible();
  await expect(card.getByText("Khả năng trùng: cao")).toBeVisible();
  await card.getByText("Đồng bộ", { exact: true }).click();
  await card.getByLabel("Lý do").fill("Số liệu lấy từ CSDL của Bộ hằng tháng");
  await officer.press("Lưu kết luận", card);
  await expect(card.getByText("Số liệu lấy từ CSDL của Bộ hằng tháng").first()).toBeVisible();
  await expect(page.getByText("Nội dung bắt buộc theo khoản 4 Điều 11")).toBeVisible();
  await officer.audit();
  // What is in step is named in the form by one click: where it stands, or without scripts in the form opened anew.
  if (javaScriptEnabled === false) await officer.follow("Ghi vào biểu mẫu (phần c)");
  else await card.getByRole("button", { name: "Ghi vào biểu mẫu (phần c)" }).click();
  await expect(page.getByLabel("CSDL quốc gia, CSDL của bộ có liên quan")).toHaveValue("QG-071");
  await expect(page.getByLabel("Cơ chế đồng bộ, căn cứ không trùng lặp")).toHaveValue("Số liệu lấy từ CSDL của Bộ hằng tháng");
  await officer.press("Lưu nháp");
  await officer.open(new URL(page.url()).pathname);
  await expect(page.getByLabel("CSDL quốc gia, CSDL của bộ có liên quan")).toHaveValue("QG-071");
  await officer.reach(card);
  await expect(card.getByText("Đã khai báo trong biểu mẫu")).toBeVisible();
  await expect(page.getByText("Ghi vào biểu mẫu (phần c)")).toHaveCount(0);
});

test("what an entry in force may duplicate stands on its page, and is settled there", async ({ person, javaScriptEnabled }) => {
  const [officer, coordinator] = [await person("canbo.yte"), await person("dieuphoi")];
  const card = (who: typeof officer) => who.page.locator("#trung-lap article", { hasText: "QG-055" });
  await officer.whole("/danh-muc/DC-040");
  await expect(card(officer).getByText("Tên trùng: “")).toBeVisible();
  await expect(card(officer).getByText("Cùng ngành: Bộ Y tế")).toBeVisible();
  await expect(card(officer).getByText("Chưa kết luận")).toBeVisible();
  // Outside a review an officer is told where it is settled.
  await expect(officer.page.locator("#trung-lap form")).toHaveCount(0);
  await expect(officer.page.getByText("Ngoài đợt, cơ quan chủ trì kết luận")).toBeVisible();
  await coordinator.whole("/danh-muc/DC-040");
  await card(coordinator).locator("summary").click();
  if (javaScriptEnabled !== false) {
    await card(coordinator).getByRole("button", { name: "Lưu kết luận" }).click();
    const choices = card(coordinator).locator("fieldset");
    await expect(choices).toHaveAttribute("aria-invalid", "true");
    await expect(choices.locator(".field__error")).toHaveText("chưa chọn");
  }
  await card(coordinator).getByText("Đồng bộ", { exact: true }).click();
  await card(coordinator).getByLabel("Lý do").fill("Tỉnh nhận hồ sơ từ sổ của Bộ hằng ngày");
  await coordinator.press("Lưu kết luận", card(coordinator));
  await expect(card(coordinator).getByText("Tỉnh nhận hồ sơ từ sổ của Bộ hằng ngày").first()).toBeVisible();
  await coordinator.audit();
  // Where the page is reached within the program, the section's part of it comes after the page.
  await coordinator.open(`/danh-muc?q=${encodeURIComponent("bệnh án điện tử")}`);
  await coordinator.page.locator("main a[href^='/danh-muc/DC-040']").first().click();
  await expect(card(coordinator).getByText("Tỉnh nhận hồ sơ từ sổ của Bộ hằng ngày").first()).toBeVisible();
  await expect(coordinator.page.locator("#trung-lap form").first()).toBeAttached();
  await officer.whole("/danh-muc/DC-040");
  await expect(card(officer).getByText("Tỉnh nhận hồ sơ từ sổ của Bộ hằng ngày")).toBeVisible();
  await expect(card(officer).getByText("Trần Quốc Bảo")).toBeVisible();
  for (const other of [await person("canbo.congthuong"), await person()]) {
    await other.open("/danh-muc/DC-040");
    await expect(other.page.getByRole("heading", { level: 1 })).toBeVisible();
    await expect(other.page.locator("#trung-lap")).toHaveCount(0);
  }
});

test("the coordinator sees what is open, and keeps the registers", async ({ person }) => {
  const coordinator = await person("dieuphoi");
  const page = coordinator.page;
  await coordinator.open("/tham-dinh/trung-lap?voi=khong-co");
  await expect(coordinator.page.getByText("Địa chỉ này hỏi một lựa chọn không có.")).toBeVisible();
  await coordinator.open("/tham-dinh/trung-lap?voi=national&muc-do=strong");
  await expect(page.getByRole("heading", { level: 1, name: "Rà trùng lặp" })).toBeVisible();
  await expect(page.locator("main article").first()).toBeVisible();
  await coordinator.audit();
  await coordinator.open("/quan-tri/csdl-quoc-gia?q=dat+dai");
  await expect(page.getByText("CSDL quốc gia về đất đai")).toBeVisible();
  await coordinator.open("/quan-tri/csdl-quoc-gia?sua=QG-089");
  await page.getByLabel("Chủ đề").fill("Đối ngoại, viện trợ");
  await coordinator.press("Lưu");
  await coordinator.open("/quan-tri/csdl-quoc-gia?sua=QG-089");
  await expect(page.getByLabel("Chủ đề")).toHaveValue("Đối ngoại, viện trợ");
  await coordinator.open("/quan-tri/van-ban?them=1");
  await expect(page.getByLabel("Số, ký hiệu")).toBeVisible();
  await coordinator.audit();
});

test("everyone sees which legal documents ended", async ({ person }) => {
  const anyone = await person();
  const page = anyone.page;
  await anyone.open("/van-ban?q=47/2020");
  await expect(page.getByText("Hết hiệu lực từ 22/10/2025, thay bằng 278/2025/NĐ-CP")).toBeVisible();
  await anyone.open("/danh-muc/DC-050");
  await expect(page.getByText("Hết hiệu lực từ 22/10/2025, thay bằng 278/2025/NĐ-CP")).toBeVisible();
  await expect(page.getByText(/khoản 4 Điều 11 Nghị định 47\/2020/).first()).toBeVisible();
  await anyone.audit();
});
