// What is not let through: a declaration of state secrets, personal data that no law opens, and a likely duplicate that
// nobody settled.
import { type Person, expect, test } from "./fixtures.ts";

test.use({ apart: "gates" });

const LIST = "/ra-soat/2026/so-ct";
const SECRET = "Nội dung khai báo và dữ liệu của CSDL này";

/** Opens the form of the agency's first entry. */
async function edit(officer: Person) {
  await officer.open(LIST);
  await officer.page.getByRole("link", { name: /^(Sửa đổi|Mở biểu mẫu)$/ }).first().click();
  await officer.page.waitForLoadState("networkidle");
}

test("what holds state secrets is not stored, and the writer is told", async ({ person }) => {
  const officer = await person("canbo.congthuong");
  const page = officer.page;
  await edit(officer);
  // Declared first: what the form saves by itself meanwhile is refused as well.
  await (await officer.reach(page.getByLabel(SECRET))).selectOption({ label: "Có chứa bí mật nhà nước" });
  const reason = page.getByLabel("Lý do, căn cứ", { exact: true });
  await reason.fill("Nội dung mật thử nghiệm");
  await officer.press("Lưu và về danh sách");
  // On a phone the list above the form may be folded: what is at hand must tell.
  await expect(page.getByText(/bí mật nhà nước không được nhập vào cổng/).filter({ visible: true }).first()).toBeVisible();
  await officer.audit();
  // Read anew, the form has nothing of it.
  await edit(officer);
  await expect(reason).not.toHaveValue("Nội dung mật thử nghiệm");
  await expect(page.getByLabel(SECRET)).not.toHaveValue("holds");
});

test("personal data is opened by a law that is named; what a decision opened is marked", async ({ person }) => {
  test.slow();
  const officer = await person("canbo.yte");
  const page = officer.page;
  const [entry, answer] = ["/danh-muc/DC-039", "/ra-soat/2026/so-yt/DC-039?kieu=modify"];
  const [mark, panel] = ["Để Mở theo quyết định đã ban hành", "Nội dung bắt buộc theo khoản 4 Điều 11"];
  await officer.open(entry);
  await expect(page.getByText(mark).first()).toBeVisible();
  await expect(page.getByText(panel)).toBeVisible();
  const visitor = await person();
  await visitor.open(entry);
  await expect(visitor.page.getByText(mark).first()).toBeVisible();
  await expect(visitor.page.getByText(panel)).toHaveCount(0);
  // The first item is open and holds no personal data, as it stands.
  const save = async (reason: string) => {
    await officer.open(answer);
    await (await officer.reach(page.getByRole("checkbox", { name: "Có dữ liệu cá nhân", includeHidden: true }).first())).check();
    await (await officer.reach(page.getByLabel("Lý do, căn cứ", { exact: true }))).fill(reason);
    await officer.press("Lưu nháp");
    await officer.open(answer);
  };
  const refused = page.getByText(/ghi văn bản đó kèm số hoặc năm/);
  await save("Cần cho người dân");
  await expect(refused.first()).toBeAttached();
  await save("Luật Khám bệnh, chữa bệnh năm 2023");
  await expect(refused).toHaveCount(0);
});

test("a likely duplicate that nobody settled is not accepted", async ({ person }) => {
  test.slow();
  const officer = await person("canbo.congthuong");
  await edit(officer);
  await officer.page.getByLabel("Tên cơ sở dữ liệu").fill("CSDL ngành Công Thương của tỉnh");
  await (await officer.reach(officer.page.getByLabel(SECRET))).selectOption({ label: "Không chứa bí mật nhà nước" });
  await officer.press("Lưu và về danh sách");
  await officer.open(LIST);
  await officer.press(/^Giữ nguyên cả \d+ CSDL/);
  await officer.open(`${LIST}/kiem-tra`);
  await officer.press("Trình lãnh đạo duyệt");
  const head = await person("lanhdao.congthuong");
  await head.open(LIST);
  const shown = head.page.locator('section[aria-labelledby="duyet"] input[name="version"]');
  const version = await shown.inputValue();
  // Meanwhile the answers came back and were laid anew: the first press shows what stands, the second approves it.
  const elsewhere = await person("lanhdao.congthuong");
  await elsewhere.open(LIST);
  await elsewhere.page.locator("details > summary", { hasText: "Trả lại để sửa" }).click();
  await elsewhere.page.locator("#f-comment").fill("Xem lại tên CSDL");
  await elsewhere.press("Trả lại để sửa", elsewhere.page.locator("form", { has: elsewhere.page.locator("#f-comment") }));
  await officer.open(`${LIST}/kiem-tra`);
  await officer.press("Trình lãnh đạo duyệt");
  await head.press("Duyệt và gửi");
  await expect(head.page.getByRole("alert")).toContainText("Trang đã đọc lại");
  await expect(shown).not.toHaveValue(version);
  await head.press("Duyệt và gửi");
  await expect(shown).toHaveCount(0);

  const appraiser = await person("dieuphoi");
  const page = appraiser.page;
  await appraiser.open("/tham-dinh?nam=2026&co-quan=so-ct");
  await page.locator(".queue a").first().click();
  const card = page.locator("#f-overlap article", { hasText: "QG-071" });
  await expect(card.getByText("Chưa kết luận")).toBeVisible();
  await appraiser.press("Ghi kết luận");
  await expect(page.getByText(/chưa ai kết luận có trùng với/).first()).toBeVisible();
  await expect(page.locator(".fb header").getByText("Chấp nhận")).toHaveCount(0);
  await card.getByText("Khác nhau", { exact: true }).click();
  await card.getByLabel("Lý do").fill("CSDL của tỉnh chỉ có số liệu trên địa bàn");
  await appraiser.press("Lưu kết luận", card);
  await expect(card.getByText("CSDL của tỉnh chỉ có số liệu trên địa bàn").first()).toBeVisible();
  // Whatever else is shown has to be settled too.
  const unsettled = page.locator("#f-overlap article", { hasText: "Chưa kết luận" });
  for (let left = await unsettled.count(); left > 0; left--) {
    const next = unsettled.first();
    await next.getByText("Khác nhau", { exact: true }).click();
    await next.getByLabel("Lý do").fill("Khác phạm vi");
    await appraiser.press("Lưu kết luận", next);
    await expect(unsettled).toHaveCount(left - 1);
  }
  await appraiser.press("Ghi kết luận");
  await expect(page.locator(".fb header").getByText("Chấp nhận").first()).toBeVisible();
});
