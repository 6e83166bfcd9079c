// A change out of the yearly cycle, one browser session a role: an agency asks, the coordinator takes it up, and after
// the same appraisal an edition that amends is in force.
import { expect, test } from "./fixtures.ts";
import { readAnnex, recordDecision } from "./journey.ts";

test.use({ scenario: "empty", apart: "amendment" });

const PAGE = "/thay-doi-dot-xuat";
const PURPOSE = "Quản lý khám bệnh, chữa bệnh theo luật mới.";

test("from an agency's request to the edition that amends", async ({ person }) => {
  test.slow();
  const coordinator = await person("dieuphoi");

  await test.step("a catalog is in force", async () => {
    const page = coordinator.page;
    await readAnnex(coordinator);
    await coordinator.press("Xác nhận và ghi danh mục");
    await expect(page.getByText("Đã ghi danh mục.")).toBeVisible();
  });

  const officer = await person("canbo.yte");
  await test.step("the officer asks twice", async () => {
    const page = officer.page;
    for (const reason of ["Luật mới có hiệu lực", "Đề nghị gửi nhầm"]) {
      await officer.open(PAGE);
      await page.getByLabel("Lý do thay đổi").fill(reason);
      await page.getByLabel("Số công văn").fill("215/SYT-VP");
      await page.getByLabel("Ngày công văn").fill("2026-11-02");
      await officer.press("Gửi đề nghị");
      await officer.open(PAGE);
      await expect(page.getByText(reason).first()).toBeVisible();
    }
    await officer.audit();
  });

  let round = "";
  await test.step("the coordinator rejects one and takes up the other", async () => {
    const page = coordinator.page;
    await coordinator.open(PAGE);
    await coordinator.audit();
    const wrong = page.locator("li.task", { hasText: "Đề nghị gửi nhầm" });
    await wrong.locator("summary", { hasText: "Từ chối" }).click();
    await wrong.getByLabel("Lý do từ chối").fill("Trùng với đề nghị trước.");
    await coordinator.press("Từ chối", wrong);
    await coordinator.open(PAGE);
    await expect(page.getByText("Trùng với đề nghị trước.")).toBeVisible();
    const right = page.locator("li.task", { hasText: "Luật mới có hiệu lực" });
    await right.locator("summary", { hasText: "Chấp nhận" }).click();
    await right.getByLabel("Hạn nộp").fill("2099-12-30");
    await coordinator.press("Chấp nhận", right);
    await page.waitForURL(/\/ra-soat\/\d{4}-1$/);
    round = new URL(page.url()).pathname;
    await expect(page.getByRole("heading", { level: 1 })).toContainText("Sửa đổi, bổ sung lần 1 năm");
    await coordinator.audit();
  });

  const list = () => `${round}/so-yt`;
  await test.step("the officer changes one entry and lays it before the head", async () => {
    const page = officer.page;
    await officer.open(PAGE);
    await expect(page.getByText("Trùng với đề nghị trước.")).toBeVisible();
    await officer.open(list());
    await expect(page.getByText("CSDL không ghi giữ nguyên").first()).toBeVisible();
    await expect(page.getByRole("button", { name: /Giữ nguyên/ })).toHaveCount(0);
    await officer.follow(/^Sửa đổi$/);
    await (await officer.reach(page.getByLabel("Mục đích", { exact: true }))).fill(PURPOSE);
    await (await officer.reach(page.getByLabel("Nội dung khai báo và dữ liệu của CSDL này"))).selectOption({ label: "Không chứa bí mật nhà nước" });
    await officer.press("Lưu và về danh sách");
    await officer.open(`${list()}/kiem-tra`);
    await officer.press("Trình lãnh đạo duyệt");
    await expect(page.getByText("Chờ lãnh đạo duyệt").first()).toBeVisible();
  });

  await test.step("the head approves", async () => {
    const head = await person("lanhdao.yte");
    await head.open(list());
    await head.press("Duyệt và gửi");
    await expect(head.page.getByText(/RS-\d{4}-1-so-yt-1/)).toBeVisible();
  });

  await test.step("the coordinator decides, closes, compiles and submits", async () => {
    const page = coordinator.page;
    await coordinator.open(`/tham-dinh?nam=${round.split("/").at(-1)}`);
    await page.locator(".queue a").first().click();
    await coordinator.press("Ghi kết luận");
    await expect(page.locator(".fb header").getByText("Chấp nhận")).toBeVisible();
    await coordinator.open(round);
    await page.getByRole("button", { name: "Đóng đợt sửa đổi, bổ sung" }).click();
    await coordinator.press("Đóng đợt", page.getByRole("dialog"));
    await coordinator.open(round);
    await coordinator.press("Tổng hợp bản dự thảo");
    await page.waitForURL(`**${round}/du-thao`);
    await coordinator.press("Trình Văn phòng UBND tỉnh");
    await expect(page.getByText("Đã trình").first()).toBeVisible();
  });

  await test.step("the executive office records the decision", async () => {
    await recordDecision(await person("vanphong"), `${round}/du-thao`, "4000/QĐ-UBND");
  });

  await test.step("an anonymous visitor sees what it amends", async () => {
    const visitor = await person();
    await visitor.open("/ban-hanh");
    await expect(visitor.page.getByText("Sửa đổi, bổ sung danh mục ban hành kèm theo").first()).toBeVisible();
    await visitor.follow(/Sửa đổi, bổ sung lần 1/);
    await expect(visitor.page.getByRole("link", { name: /1168\/QĐ-UBND/ })).toBeVisible();
    await expect(visitor.page.getByRole("heading", { name: "Nội dung sửa đổi, bổ sung" })).toBeVisible();
    // Its entries as it has them, also when another edition follows.
    const edition = new URL(visitor.page.url()).pathname.split("/").pop();
    const entry = visitor.page.locator('section[aria-labelledby="noi-dung-sua"] li a').first();
    await expect(entry).toHaveAttribute("href", new RegExp(`^/danh-muc/[^?]+\\?lan=${edition}$`));
    await visitor.audit();
  });
});
