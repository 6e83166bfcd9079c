// An agency's own board: its figures beside its tier, from a figure to its list and back, and what to do first.
import { expect, test } from "./fixtures.ts";

test.use({ apart: "agency-board" });

test("the officer sees where the agency stands and what to do first", async ({ person }) => {
  test.slow();
  const officer = await person("canbo.yte");
  const page = officer.page;
  await officer.open("/viec-cua-toi");
  await page.getByRole("link", { name: "Chỉ số của đơn vị và việc nên làm trước" }).click();
  await page.waitForURL(/\/chi-so-don-vi$/);
  await officer.whole("/chi-so-don-vi");
  await expect(page.locator(".head")).toContainText("Sở Y tế, năm 2026");
  await expect(page.locator(".kpis > li")).toHaveCount(13);
  await expect(page.getByText(/^Trung vị \d+ cơ quan cấp tỉnh/).first()).toBeVisible();
  await expect(page.getByLabel("Cơ quan", { exact: true })).toHaveCount(0);

  await test.step("each act says what it moves, and leads to where it is done", async () => {
    const first = page.locator(".acts > li").filter({ has: page.locator(".acts__moves b") }).first();
    await expect(first.locator(".acts__moves b").first()).toHaveText(/^[+−][\d.,]+( điểm phần trăm| ngày)?$/);
    const href = (await first.locator("a").getAttribute("href")) ?? "";
    await officer.whole(href);
    await expect(page.getByRole("heading", { level: 1 })).not.toContainText(/Không tìm thấy/i);
  });

  await test.step("to the list behind a figure and back", async () => {
    await officer.open("/chi-so-don-vi");
    await page.locator(".kpis > li").getByRole("link", { name: /^CSDL đang có hiệu lực/ }).click();
    await page.waitForURL(/\/chi-so-don-vi\/entries_in_force\?ky=2026&co-quan=so-yt/);
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("CSDL đang có hiệu lực");
    await expect(page.getByRole("status")).toHaveText(/^\d+ dòng$/);
    await officer.audit();
    await page.goBack();
    await expect(page.locator(".kpis > li")).toHaveCount(13);
  });

  await test.step("on one page of A4", async () => {
    await officer.open("/chi-so-don-vi");
    const pdf = (await page.pdf({ format: "A4", preferCSSPageSize: true })).toString("latin1");
    expect(pdf.match(/\/Type\s*\/Page\b/g)).toHaveLength(1);
  });

  await test.step("another year", async () => {
    await page.getByLabel("Kỳ").selectOption("2024");
    await page.getByRole("button", { name: "Xem", exact: true }).click();
    await page.waitForURL(/\/chi-so-don-vi\?(.*&)?ky=2024/);
    await expect(page.locator(".head")).toContainText("Kỳ đã chốt");
    await expect(page.getByText("Kỳ đã chốt: không còn việc nào")).toBeVisible();
    await officer.audit();
  });

  await test.step("another agency's is not there", async () => {
    await officer.open("/chi-so-don-vi?co-quan=so-tp");
    await expect(page.getByRole("heading", { level: 1 })).toContainText(/Không tìm thấy/i);
  });
});

test("leaders open any agency's board, and the week's page on one sheet", async ({ person }) => {
  test.slow();
  const leader = await person("lanhdao");
  const page = leader.page;
  await leader.whole("/chi-so-don-vi?ky=2026&co-quan=so-yt");
  await page.getByLabel("Cơ quan", { exact: true }).selectOption({ label: "Sở Tư pháp" });
  await page.getByRole("button", { name: "Xem", exact: true }).click();
  await page.waitForURL(/co-quan=so-tp/);
  await expect(page.locator(".head")).toContainText("Sở Tư pháp");

  await leader.whole("/lanh-dao/tuan");
  await expect(page.locator("tbody tr")).toHaveCount(6);
  await page.getByRole("link", { name: "Cập nhật đúng hạn" }).click();
  await page.waitForURL(/\/lanh-dao\/chi-so\/duties_on_time\?ky=\d+$/);
  await page.goBack();
  await expect(page.locator("tbody tr")).toHaveCount(6);
  const pdf = (await page.pdf({ format: "A4", preferCSSPageSize: true })).toString("latin1");
  expect(pdf.match(/\/Type\s*\/Page\b/g)).toHaveLength(1);

  await test.step("the letter leads to what it told, and a day without one to the days that have", async () => {
    await leader.open("/thong-bao");
    const letter = page.getByRole("link", { name: /^Dữ liệu dùng chung, tuần từ/ }).first();
    const address = (await letter.getAttribute("href")) ?? "";
    expect(address).toMatch(/^\/lanh-dao\/tuan\?ngay=\d{4}-\d\d-\d\d$/);
    await leader.whole(address);
    await expect(page.locator(".head")).toContainText(/Như đã gửi ngày \d\d\/\d\d\/\d{4}/);
    await expect(page.locator("tbody tr")).toHaveCount(6);
    await leader.whole("/lanh-dao/tuan?ngay=2020-01-01");
    await expect(page.locator(".head")).toContainText("Không có thư tuần của ngày 01/01/2020.");
    await page.locator(`a[href="${address}"]`).click();
    await expect(page.locator(".head")).toContainText("Như đã gửi ngày");
    await leader.follow("Xem tình hình hiện nay");
    await expect(page.locator(".head")).not.toContainText("Như đã gửi ngày");
  });
});

test("the coordinator sets the day of the week's letter", async ({ person }) => {
  const desk = await person("dieuphoi");
  const page = desk.page;
  await desk.whole("/quan-tri/nhac-viec");
  await expect(page.getByText("Đang gửi, thứ Hai")).toBeVisible();
  await page.getByLabel("Ngày gửi").selectOption({ label: "Thứ Năm" });
  await desk.press("Lưu lịch gửi");
  await expect(page.getByText("Đang gửi, thứ năm")).toBeVisible();
  await page.getByLabel("Gửi thư").selectOption({ label: "Không gửi" });
  await desk.press("Lưu lịch gửi");
  await expect(page.getByText("Đang tắt")).toBeVisible();
});
