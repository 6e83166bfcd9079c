// An entry, whole: every field and the matrix as they were given, what article 11(4) still asks for, and what a rule refuses
// at a cell.
import type { Locator } from "@playwright/test";
import { type Person, expect, test } from "./fixtures.ts";

test.use({ apart: "entry-whole" });

/** The part that a field stands in, its label, what is given; a choice is given by its words. */
type Given = { part: string; label: string; value: string; chosen?: boolean };

const given = (part: string, label: string, value: string): Given => ({ part, label, value });
const chosen = (part: string, label: string, value: string): Given => ({ part, label, value, chosen: true });

const BASIS = given("#pb", "Căn cứ pháp lý", "Luật Dược năm 2016; Quyết định số 1976/QĐ-TTg ngày 30/10/2013");
/** What article 11(4) asks for beside the name, the legal basis and the items. */
const REQUIRED = [
  given("#pb", "Mục đích", "Theo dõi vùng trồng cây thuốc"),
  given("#pb", "Phạm vi", "Hộ, hợp tác xã trồng cây thuốc"),
  given("#pb", "Nội dung", "Vùng trồng, người trồng, sản lượng"),
  given("#pc", "Cơ chế thu thập, cập nhật", "Xã nhập, Sở duyệt hằng tháng"),
  chosen("#pc", "Tần suất cập nhật", "Hằng tháng"),
  given("#pc", "Nguồn dữ liệu", "Sổ theo dõi của xã"),
];
/** The other fields before the items, and after them. */
const BEFORE = [
  given("#pa", "Tên viết tắt, tên gọi khác", "CSDL cây thuốc"),
  chosen("#pa", "Lĩnh vực", "Y tế"),
  chosen("#pa", "Hiện trạng", "Sẽ xây dựng"),
  given("#pb", "Phạm vi lãnh thổ", "102 xã, phường"),
  given("#pb", "Phạm vi thời gian", "Từ năm 2027"),
  chosen("#pc", "Phương thức cập nhật", "Qua kết nối (API) với hệ thống khác"),
];
const AFTER = [
  given("#pe", "Đối tượng khai thác", "Sở, ngành, doanh nghiệp dược"),
  given("#pe", "Năm bắt đầu", "2027"),
  chosen("#pe", "Cấp độ an toàn hệ thống thông tin", "Cấp độ 3"),
  given("#pe", "Địa chỉ truy cập", "https://duoclieu.daklak.gov.vn"),
  given("#pe", "Hạ tầng, nền tảng vận hành", "Trung tâm dữ liệu của tỉnh"),
  given("#pe", "Thủ tục hành chính sử dụng", "1.002399 Cấp mã số vùng trồng"),
  given("#pe", "Nguồn kinh phí", "Ngân sách tỉnh"),
];
const PLAN = [
  given("#pf", "Nhu cầu, sự cần thiết", "Chưa có nơi nào quản lý mã số vùng trồng"),
  given("#pf", "Cách làm", "Thuê dịch vụ, dùng nền tảng của tỉnh"),
  given("#pf", "Thời gian thực hiện", "Quý II/2027"),
  given("#pf", "Kinh phí (triệu đồng)", "1.800"),
  given("#pf", "Nguồn kinh phí", "Chương trình mục tiêu quốc gia"),
  chosen("#pf", "Mức độ ưu tiên", "Trung bình"),
];
const SECRET = chosen("#ps", "Nội dung khai báo và dữ liệu của CSDL này", "Không chứa bí mật nhà nước");

const [MASTER, PERSONAL] = ["Dữ liệu chủ, danh mục dùng chung", "Có dữ liệu cá nhân"];
/** Two items: the cells that are set, the whole row as it is then, and how it is told. */
const ITEMS = [
  {
    name: "Vùng trồng cây thuốc",
    fields: "mã vùng, tên cây, diện tích",
    mark: `${MASTER} (**)`,
    cells: { "Lãnh đạo UBND tỉnh, Văn phòng UBND tỉnh": "Mở", "UBND cấp xã": "Mặc định" },
    row: ["Mở", "Không", "Không", "Mặc định", "Không", "Không", "Không", "Không"],
    told: "Mở: Lãnh đạo UBND tỉnh, Văn phòng UBND tỉnh. Mặc định: UBND cấp xã. Không: ",
    marks: [MASTER],
  },
  {
    name: "Người trồng cây thuốc",
    fields: "họ và tên, địa chỉ",
    mark: `${PERSONAL} (*)`,
    cells: { "Sở, ban, ngành cấp tỉnh": "Mặc định", "Tổ chức, doanh nghiệp": "Đặc thù" },
    row: ["Không", "Mặc định", "Không", "Không", "Không", "Không", "Đặc thù", "Không"],
    told: "Mặc định: Sở, ban, ngành cấp tỉnh. Đặc thù: Tổ chức, doanh nghiệp. Không: ",
    marks: [PERSONAL],
  },
];

const named = (within: Locator, label: string) => within.getByLabel(label, { exact: true });
const boxes = (officer: Person) => officer.page.locator("fieldset.itemform");
const picked = (select: Locator) => select.locator("option:checked");

/** Fills fields in; those of a later step come later. */
async function fill(officer: Person, all: Given[]) {
  for (const { part, label, value, chosen } of all) {
    const field = await officer.reach(named(officer.page.locator(part), label));
    await (chosen ? field.selectOption({ label: value }) : field.fill(value));
  }
}

/** What the form shows is what was given. */
async function shows(officer: Person, all: Given[]) {
  for (const { part, label, value, chosen } of all) {
    const field = named(officer.page.locator(part), label);
    await (chosen ? expect(picked(field), label).toHaveText(value) : expect(field, label).toHaveValue(value));
  }
}

/** Fills in the item at this place. */
async function describe(officer: Person, at: number, item: { name: string; fields: string; mark: string; cells: object }) {
  const box = boxes(officer).nth(at);
  await (await officer.reach(named(box, "Tên hạng mục"))).fill(item.name);
  await named(box, "Các trường dữ liệu").fill(item.fields);
  await named(box, item.mark).check();
  for (const [klass, form] of Object.entries(item.cells)) await named(box, klass).selectOption({ label: form });
}

/** Begins a proposal of this name: its address, which is open. */
async function propose(officer: Person, list: string, name: string): Promise<string> {
  await officer.open(`${list}/de-xuat-moi`);
  await officer.page.getByLabel("Tên cơ sở dữ liệu").fill(name);
  await officer.press("Lưu nháp");
  await officer.page.waitForURL(/\/de-xuat-\d+$/);
  const address = new URL(officer.page.url()).pathname;
  await officer.open(address);
  return address;
}

/** An answer on the check page, by its name. */
const said = (officer: Person, name: string) =>
  officer.page.locator("section", { has: officer.page.getByRole("heading", { level: 2, name, exact: true }) });

test("every field and every cell is kept as it was given, and told on the check page", async ({ person }) => {
  test.slow();
  const officer = await person("canbo.yte");
  const page = officer.page;
  const [list, name] = ["/ra-soat/2026/so-yt", "CSDL vùng trồng cây thuốc"];
  const address = await propose(officer, list, name);
  const before = [...BEFORE, ...REQUIRED, BASIS].sort((one, other) => one.part.localeCompare(other.part));

  await test.step("the fields, an item after another", async () => {
    await fill(officer, before);
    await describe(officer, 0, ITEMS[0]!);
    await officer.press("Thêm hạng mục");
    await page.waitForURL(/them=\d/);
    await expect(boxes(officer)).toHaveCount(2);
    await describe(officer, 1, ITEMS[1]!);
    await officer.audit();
    await fill(officer, [...AFTER, ...PLAN, SECRET]);
    await officer.press("Lưu và về danh sách");
  });

  await test.step("the form has them again", async () => {
    await officer.whole(address);
    await expect(named(page.locator("#pa"), "Tên cơ sở dữ liệu")).toHaveValue(name);
    await shows(officer, [...before, ...AFTER, ...PLAN, SECRET]);
    await expect(boxes(officer)).toHaveCount(2);
    for (const [at, item] of ITEMS.entries()) {
      const box = boxes(officer).nth(at);
      await expect(named(box, "Tên hạng mục")).toHaveValue(item.name);
      await expect(named(box, "Các trường dữ liệu")).toHaveValue(item.fields);
      for (const mark of ITEMS.map((one) => one.mark)) {
        await expect(named(box, mark), `${item.name}: ${mark}`).toBeChecked({ checked: mark === item.mark });
      }
      await expect(picked(box), item.name).toHaveText(item.row);
    }
  });

  await test.step("the check page tells of them", async () => {
    await officer.whole(`${list}/kiem-tra`);
    const answer = said(officer, name);
    const change = (title: string) =>
      answer.locator(".fdiff", { has: page.getByRole("heading", { level: 3, name: title, exact: true }) });
    for (const { label, value } of [...before, ...AFTER]) await expect(change(label), label).toContainText(value);
    for (const item of ITEMS) {
      const added = change(`Thêm hạng mục “${item.name}”`);
      await expect(added).toContainText(item.fields);
      await expect(added).toContainText(item.told);
      await expect(added.locator(".mk")).toHaveText(item.marks);
    }
    const row = (label: string) => answer.locator("dl div", { has: page.getByText(label, { exact: true }) });
    for (const { label, value } of PLAN) await expect(row(label).locator("dd"), label).toHaveText(value);
    await expect(row("Cam kết về bí mật nhà nước").locator("dd")).toHaveText(SECRET.value);
    await expect(answer.locator(".errors")).toHaveCount(0);
  });
});

test("what article 11(4) still asks for is named, leads to its field, and keeps the answers from being sent", async ({ person }) => {
  test.slow();
  const officer = await person("canbo.congthuong");
  const page = officer.page;
  const [list, name] = ["/ra-soat/2026/so-ct", "CSDL làng nghề làm hương"];
  await officer.open(list);
  await officer.press(/^Giữ nguyên cả \d+ CSDL/);
  const address = await propose(officer, list, name);
  const lacking = page.locator('section[aria-labelledby="h-du"]');
  const lay = page.getByRole("button", { name: "Trình lãnh đạo duyệt" });
  const missing = said(officer, name).getByRole("link", { name: /: chưa nhập$/ });
  const asked = ["Mục đích", "Phạm vi", "Nội dung", "Căn cứ pháp lý", "Cơ chế thu thập, cập nhật", "Tần suất cập nhật", "Nguồn dữ liệu"];
  const purpose = named(page.locator("#pb"), "Mục đích");

  await test.step("of a name alone, all but the name is lacking", async () => {
    // On a narrow screen it stands with the last step.
    await expect(lacking.locator("a")).toHaveText([...asked, "Ai được khai thác hạng mục nào"]);
    await officer.whole(`${list}/kiem-tra`);
    const labels = [...PLAN.map((one) => one.label), ...asked, "d) Hạng mục dữ liệu và hình thức chia sẻ"];
    await expect(missing).toHaveText(labels.map((label) => `${label}: chưa nhập`));
    // Why nothing can be laid is told above, with the way to the card.
    const why = page.locator(".notice--bad", { hasText: "Chưa trình được: 1 mục còn lỗi hoặc thiếu nội dung." });
    await expect(why.getByRole("link", { name, exact: true })).toBeVisible();
    // Nothing is drawn of what says nothing: no plan, no value before.
    await expect(said(officer, name).getByRole("heading", { name: "Phương án xây dựng" })).toHaveCount(0);
    await expect(said(officer, name).locator(".diff")).toHaveCount(0);
    await expect(lay).toHaveCount(0);
    await missing.filter({ hasText: "Mục đích" }).click();
    await page.waitForURL(new RegExp(`${address}#f-purpose$`));
    await expect(purpose).toBeVisible();
  });

  await test.step("the legal basis alone is lacking", async () => {
    await officer.open(address);
    await fill(officer, REQUIRED);
    await describe(officer, 0, ITEMS[0]!);
    await fill(officer, [...PLAN, SECRET]);
    await officer.press("Lưu và về danh sách");
    await officer.open(address);
    await expect(lacking.locator("a")).toHaveText(["Căn cứ pháp lý"]);
    await officer.open(`${list}/kiem-tra`);
    await expect(missing).toHaveText(["Căn cứ pháp lý: chưa nhập"]);
    await expect(lay).toHaveCount(0);
    await missing.click();
    await page.waitForURL(new RegExp(`${address}#f-legal_basis$`));
    await fill(officer, [BASIS]);
    await officer.press("Lưu và về danh sách");
  });

  await test.step("nothing is lacking, and the answers are sent", async () => {
    await officer.open(address);
    await expect(lacking.locator("a")).toHaveCount(0);
    await expect(lacking).toContainText("Bản đã lưu gần nhất có đủ nội dung.");
    await officer.open(`${list}/kiem-tra`);
    await expect(said(officer, name)).toBeVisible();
    await expect(missing).toHaveCount(0);
    await officer.press("Trình lãnh đạo duyệt");
    await expect(page.getByText("Chờ lãnh đạo duyệt").first()).toBeVisible();
  });
});

test("personal data that is set open is refused at its cell, with the reason", async ({ person }) => {
  const officer = await person("canbo.nnmt");
  const page = officer.page;
  const address = await propose(officer, "/ra-soat/2026/so-nnmt", "CSDL thợ lặn hồ chứa");
  const cell = named(boxes(officer).first(), "Cá nhân, người dân");
  const told = page.locator(".errors a", { hasText: /^Hạng mục 1: .*nên không được để Mở/ });
  const item = { name: "Lý lịch thợ lặn", fields: "họ và tên, ngày sinh", mark: `${PERSONAL} (*)`, cells: { "Cá nhân, người dân": "Mở" } };
  await describe(officer, 0, item);
  await officer.press("Lưu nháp");
  await officer.open(address);
  // What was set stays, to be mended; the summary leads to it, on a narrow screen that of its step.
  await officer.reach(cell);
  await told.locator("visible=true").click();
  await expect(cell).toBeVisible();
  await expect(picked(cell)).toHaveText("Mở");
  await expect(cell).toHaveAttribute("aria-invalid", "true");
  await expect(cell).toHaveAccessibleDescription(/“Lý lịch thợ lặn” có dữ liệu cá nhân nên không được để Mở/);
  await officer.audit();
  await cell.selectOption({ label: "Đặc thù" });
  await officer.press("Lưu nháp");
  await officer.open(address);
  await expect(page.locator(".errors a").first()).toBeAttached();
  await expect(told).toHaveCount(0);
  await expect(picked(cell)).toHaveText("Đặc thù");
  await expect(cell).not.toHaveAttribute("aria-invalid", "true");
});
