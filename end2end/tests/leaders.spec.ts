// The leaders' screen: from a figure to its list and back, another year, one agency, the meeting room, and one page of A4;
// the coordinator sets a target and closes a year.
import { expect, test } from "./fixtures.ts";

test.use({ apart: "leaders" });

const ON_TIME = /^Cập nhật đúng hạn/;

test("from a figure to its list and back, another year, printed on one page", async ({ person }, info) => {
  test.slow();
  const leader = await person("lanhdao");
  const page = leader.page;
  const kpis = page.locator(".kpis > li");
  await test.step("one screen, each figure with a state in words", async () => {
    await leader.whole("/lanh-dao");
    await expect(kpis).toHaveCount(6);
    await expect(page.locator(".kpis .tag")).toHaveText(Array(6).fill(/đạt|theo dõi|số liệu/i));
    await expect(page.locator("svg.chart > title")).toHaveText("Cập nhật đúng hạn theo tháng");
    if (info.project.name !== "phone" && leader.scripted) {
      const rest = await page.evaluate(() => document.documentElement.scrollHeight - window.innerHeight);
      expect(rest, "no scrolling at 1366 by 768").toBeLessThanOrEqual(0);
    }
  });

  await test.step("the chart's figures stand in a table", async () => {
    await page.locator("summary", { hasText: "Xem bảng số liệu" }).first().click();
    await expect(page.locator(".lead__trend tbody tr")).toHaveCount(12);
  });

  await test.step("every commune is on the map, and leads to its figures", async () => {
    const communes = page.locator("svg.map a");
    await expect(communes).toHaveCount(102);
    const drawn = await communes.first().evaluate((link) => (link as SVGGraphicsElement).getBBox().width);
    expect(drawn, "the borders were found").toBeGreaterThan(0);
    const name = ((await communes.first().getAttribute("aria-label")) ?? "").split(":")[0];
    await page.locator(".lead__map summary").click();
    await page.locator(".lead__map").getByRole("link", { name, exact: true }).last().click();
    await expect(page.locator(".lead__head")).toContainText(`${name}`);
    await page.goBack();
    await expect(kpis).toHaveCount(6);
  });

  await test.step("a number of the legend opens the agencies that it counts, and back", async () => {
    // Anew: on a wide screen an open table lies over the legend.
    await leader.open("/lanh-dao");
    const link = page.locator(".lead__map .legend a").first();
    const number = ((await link.locator("b").textContent()) ?? "").trim();
    expect(Number(number)).toBeGreaterThan(0);
    await link.click();
    await page.waitForURL(/\/lanh-dao\/ban-do\?ky=\d+&tinh-trang=[a-z_]+$/);
    await expect(page.getByRole("heading", { level: 1 })).toContainText("Cơ quan theo tình trạng: ");
    await expect(page.getByRole("status")).toHaveText(`${number} cơ quan`);
    await expect(page.locator("tbody tr")).toHaveCount(Number(number));
    await leader.audit();
    await page.goBack();
    await expect(kpis).toHaveCount(6);
  });

  await test.step("to the list behind a figure and back", async () => {
    const link = kpis.getByRole("link", { name: ON_TIME });
    const figure = ((await link.locator("small").textContent()) ?? "").trim();
    expect(figure).toMatch(/^[\d.]+\/[\d.]+$/);
    await link.click();
    await page.waitForURL(/\/lanh-dao\/chi-so\/duties_on_time\?ky=\d+$/);
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("Cập nhật đúng hạn");
    await expect(page.locator("dl")).toContainText("Khoản 1 Điều 5 Quy chế");
    await expect(page.getByRole("status")).toHaveText(`${figure.split("/")[1]} dòng`);
    await expect(page.getByText("Đặt mục tiêu")).toHaveCount(0);
    await leader.audit();
    await page.goBack();
    await expect(kpis).toHaveCount(6);
  });

  await test.step("a month opens the duties that it counts, and the year before its own figure", async () => {
    await leader.open("/lanh-dao?ky=2026");
    await page.locator(".lead__trend summary").click();
    await page.locator(".lead__trend tbody td:nth-child(2) a").first().click();
    await page.waitForURL(/\/theo-doi\/danh-sach\?counted=1&year=2026&month=\d+$/);
    await expect(page.getByRole("status")).toHaveText(/^[\d.]+ việc$/);
    await expect(page.getByLabel("Năm đến hạn")).toHaveValue("2026");
    await leader.audit();
    await leader.open("/lanh-dao?ky=2026");
    await page.locator(".lead__trend summary").click();
    const month = page.locator(".lead__trend tbody td:nth-child(3) a").first();
    const share = ((await month.textContent()) ?? "").trim();
    await month.click();
    await page.waitForURL(/\/lanh-dao\/chi-so\/duties_on_time\?ky=2025&thang=\d+$/);
    await expect(page.locator("#danh-sach")).toContainText(`/2025: ${share} (`);
    await leader.audit();
    await page.goBack();
    await kpis.getByRole("link", { name: /^Năm trước .*Cập nhật đúng hạn$/ }).click();
    await page.waitForURL(/\/lanh-dao\/chi-so\/duties_on_time\?ky=2025$/);
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("Cập nhật đúng hạn");
    await page.goBack();
    await expect(kpis).toHaveCount(6);
  });

  await test.step("another year, and an agency, stand in the address", async () => {
    await page.getByLabel("Kỳ").selectOption("2025");
    await page.getByRole("button", { name: "Xem", exact: true }).click();
    await page.waitForURL(/\/lanh-dao\?(.*&)?ky=2025/);
    await expect(page.locator(".lead__head")).toContainText("năm 2025");
    await expect(page.getByRole("heading", { name: "Bản đồ cơ quan, năm 2025" })).toBeVisible();
    await expect(kpis.filter({ hasText: "Cơ quan chưa có đầu mối" })).toContainText("chưa ghi nhận");
    // A year that is over leads to what its own figures count, closed or not.
    const month = page.locator(".lead__trend tbody td:nth-child(2) a").first();
    await expect(month).toHaveAttribute("href", /^\/lanh-dao\/chi-so\/duties_on_time\?ky=2025&thang=\d+$/);
    await leader.whole("/lanh-dao?ky=2026&co-quan=so-yt");
    await expect(page.locator(".lead__head")).toContainText("Sở Y tế");
    await page.locator("section[aria-labelledby=hinh-thuc] summary").click();
    await page.locator("section[aria-labelledby=hinh-thuc] tbody a").first().click();
    await page.waitForURL(/\/lanh-dao\/chi-so\/share_open\?ky=2026&co-quan=so-yt$/);
    await page.goBack();
    await leader.whole("/lanh-dao?ky=2024");
    await expect(page.locator(".lead__head")).toContainText("Kỳ đã chốt");
    await expect(page.getByRole("heading", { name: "Bản đồ cơ quan, năm 2024" })).toBeVisible();
    // A year in which the agency was none: who was there leads on.
    await leader.whole("/lanh-dao?ky=2023&co-quan=so-xd-2025");
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("Năm 2023 chưa có Sở Xây dựng");
    await page.getByRole("link", { name: "Sở Giao thông vận tải" }).click();
    await page.waitForURL(/\/lanh-dao\?ky=2023&co-quan=so-gtvt$/);
    await expect(kpis).toHaveCount(6);
    await leader.open("/lanh-dao?ky=1999");
    await expect(page.getByRole("heading", { level: 1 })).toContainText(/Không tìm thấy/i);
  });

  await test.step("the entries in force by sector: each number is the catalog's", async () => {
    await leader.whole("/lanh-dao/chi-so/entries_in_force?ky=2026");
    const sectors = page.locator(".sect", { has: page.locator("#linh-vuc") });
    await expect(sectors.locator("svg.chart > title")).toHaveText("CSDL đang có hiệu lực theo lĩnh vực");
    await sectors.locator("summary").click();
    const number = sectors.locator("tbody td:nth-child(2) a").first();
    const told = ((await number.textContent()) ?? "").trim();
    await number.click();
    await page.waitForURL(/\/danh-muc\?sector=/);
    await expect(page.locator(".cat__n")).toHaveText(`${told} cơ sở dữ liệu`);
    await page.goBack();
  });

  await test.step("all indicators, and the meeting room", async () => {
    await leader.whole("/lanh-dao/chi-so");
    await expect(page.locator(".head")).toContainText(/Sẽ tự chốt ngày \d\d\/\d\d\/\d{4}/);
    await expect(page.getByRole("link", { name: "Tìm không có kết quả" })).toBeVisible();
    // What each means, the version that no longer holds too.
    const meanings = page.locator("[aria-labelledby=dinh-nghia] tbody tr").filter({ hasText: "Tìm không có kết quả" });
    await expect(meanings).toHaveCount(2);
    await expect(meanings.first()).toContainText(/phiên bản 1, áp dụng từ [\d/]+ đến [\d/]+/);
    await expect(meanings.last()).toContainText("càng thấp càng tốt");
    await leader.whole("/lanh-dao/hop");
    await expect(page.locator(".mast")).toBeHidden();
    await expect(page.getByRole("link", { name: "Làm mới" })).toBeVisible();
    await leader.follow("Thoát chế độ họp");
    await expect(page.locator(".mast")).toBeVisible();
  });

  await test.step("on one page of A4", async () => {
    for (const path of ["/lanh-dao", "/lanh-dao?ky=2024"]) {
      await leader.open(path);
      const pdf = (await page.pdf({ format: "A4", preferCSSPageSize: true })).toString("latin1");
      expect(pdf.match(/\/Type\s*\/Page\b/g), path).toHaveLength(1);
    }
  });
});

test("the meeting room reads itself anew, and keeps its board when that fails", async ({ person }, info) => {
  test.slow();
  const leader = await person("lanhdao");
  const page = leader.page;
  const kpis = page.locator(".kpis > li");
  const full = page.getByRole("button", { name: "Toàn màn hình" });
  const raw = await leader.context.request.get(`${leader.site.url}/lanh-dao/hop`);
  expect(await raw.text(), "where no script does it").toContain('<noscript><meta http-equiv="refresh" content="60"></noscript>');
  if (!leader.scripted) {
    await leader.open("/lanh-dao/hop");
    await expect(full).toHaveCount(0);
    return;
  }
  const wholeOnScreen = async () => {
    if (info.project.name !== "desktop") return;
    for (const size of [{ width: 1920, height: 1080 }, { width: 1366, height: 768 }]) {
      await page.setViewportSize(size);
      const rest = () => page.evaluate(() => document.documentElement.scrollHeight - window.innerHeight);
      await expect.poll(rest, `no scrolling at ${size.width} by ${size.height}`).toBeLessThanOrEqual(0);
    }
  };
  // The screen is not filled: that it was asked for is seen on the page.
  await page.addInitScript(() => {
    Object.defineProperty(Document.prototype, "fullscreenEnabled", { get: () => true });
    Element.prototype.requestFullscreen = async function (this: Element) {
      this.setAttribute("data-filled", "");
    };
  });
  await page.clock.install();
  await leader.open("/lanh-dao/hop");
  await expect(kpis).toHaveCount(6);
  await wholeOnScreen();
  await full.click();
  await expect(page.locator("html[data-filled]")).toHaveCount(1);

  const board = /\/api\/leaders/;
  const minute = async () => await page.clock.fastForward(61_000);
  await test.step("each minute", async () => {
    for (let turn = 0; turn < 2; turn++) {
      const [answer] = await Promise.all([page.waitForResponse(board), minute()]);
      expect(answer.status()).toBe(200);
      // The year that runs by then, not the one that ran when the screen was opened.
      expect(new URL(answer.url()).searchParams.get("period") ?? "").toBe("");
    }
  });

  await test.step("without the network the last board stays, and says since when", async () => {
    await page.route(board, (route) => route.abort());
    await minute();
    await expect(page.getByText(/Chưa cập nhật được từ \d\d:\d\d/)).toBeVisible();
    await expect(kpis).toHaveCount(6);
    await leader.audit();
    await wholeOnScreen();
    await page.unroute(board);
    await minute();
    await expect(page.getByText("tự làm mới mỗi phút")).toBeVisible();
    // The browser tells of what was aborted here.
    expect(leader.mistakes.splice(0).filter((told) => !told.includes("net::ERR_FAILED"))).toEqual([]);
  });

  await test.step("an ended session says so, and leads back here", async () => {
    await leader.context.clearCookies();
    await minute();
    await expect(page.getByText("Phiên làm việc đã hết.")).toBeVisible();
    await expect(kpis).toHaveCount(6);
    await wholeOnScreen();
    const back = page.locator(".lead__head").getByRole("link", { name: "Đăng nhập" });
    await expect(back).toHaveAttribute("href", "/dang-nhap?next=%2Flanh-dao%2Fhop");
  });
});

test("the coordinator sets a target and closes a year", async ({ person }) => {
  const desk = await person("dieuphoi");
  const page = desk.page;
  await desk.whole("/lanh-dao/chi-so/duties_late?ky=2025");
  const field = page.getByRole("textbox", { name: "Mục tiêu" });
  await field.fill("vài");
  await page.getByRole("button", { name: "Lưu mục tiêu" }).click();
  await expect(page.getByText("không phải là số").first()).toBeVisible();
  await field.fill("5");
  await desk.press("Lưu mục tiêu");
  await expect(page.locator("dl")).toContainText("5, càng thấp càng tốt");
  await desk.whole("/lanh-dao/chi-so?ky=2025");
  await page.getByRole("button", { name: "Chốt kỳ" }).click();
  await desk.press("Chốt, không tính lại");
  await desk.whole("/lanh-dao/chi-so?ky=2025");
  await expect(page.locator(".head")).toContainText("Kỳ đã chốt");
  await expect(page.getByRole("button", { name: "Chốt kỳ" })).toHaveCount(0);
  await desk.whole("/lanh-dao/chi-so/duties_late?ky=2025");
  await expect(page.getByText("Đặt mục tiêu")).toHaveCount(0);
});
