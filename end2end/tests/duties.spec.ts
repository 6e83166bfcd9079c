// The duties that follow the issue: an officer records that some are done, the coordinator excuses one, follows a number
// of the board to its list, and takes the list along. And the coordinator's desk: what is followed beside the duties.
import { readFileSync } from "node:fs";
import { expect, test } from "./fixtures.ts";

test.use({ apart: "duties" });

const NOTE = "Đã nạp dữ liệu kỳ này lên kho, 1.250 bản ghi";

test("from the officer's list to the coordinator's board and export", async ({ person }) => {
  test.slow();
  const officer = await person("canbo.yte");
  let done = "";
  await test.step("the officer marks one and hands evidence in", async () => {
    const page = officer.page;
    await officer.whole("/viec-cua-toi");
    const first = page.locator(".dutyrow", { has: page.getByRole("checkbox") }).first();
    done = (await first.getByRole("link").getAttribute("href")) ?? "";
    expect(done).toMatch(/^\/theo-doi\/viec\/\d+$/);
    // Nothing that shows it: the form says so and keeps what was chosen.
    await first.getByRole("checkbox").check();
    await officer.press("Ghi nhận đã xong");
    await expect(page.getByText("chưa nhập").first()).toBeVisible();
    await expect(page.locator(".dutyrow", { has: page.locator(`a[href="${done}"]`) }).getByRole("checkbox")).toBeChecked();
    await page.getByLabel("Ghi chú").fill(NOTE);
    await page.getByLabel("Tệp minh chứng").setInputFiles({
      name: "bien-ban.pdf",
      mimeType: "application/pdf",
      buffer: Buffer.from("%PDF-1.4 bien ban"),
    });
    await officer.press("Ghi nhận đã xong");
    await expect(page.locator(`a[href="${done}"]`)).toHaveCount(0);
  });

  const coordinator = await person("dieuphoi");
  await test.step("the coordinator reads the evidence", async () => {
    const page = coordinator.page;
    await coordinator.whole(done);
    await expect(page.getByText(NOTE)).toBeVisible();
    await expect(page.getByRole("link", { name: /bien-ban\.pdf/ })).toBeVisible();
    await expect(page.locator(".tag").first()).toContainText(/^Xong/);
  });

  await test.step("from the board's number to its list, and one is excused", async () => {
    const page = coordinator.page;
    await coordinator.whole("/theo-doi");
    const late = page.locator(".dutyboard a.taglink", { hasText: "quá hạn" }).first();
    const count = Number(((await late.textContent()) ?? "").match(/\d+/)?.[0]);
    await late.click();
    await page.waitForURL(/\/theo-doi\/danh-sach\?.*state=late/);
    await expect(page.getByRole("status")).toHaveText(`${count} việc`);
    await coordinator.audit();
    const list = page.url();
    await page.locator("tbody a").first().click();
    await page.waitForURL(/\/theo-doi\/viec\/\d+$/);
    await page.locator("summary", { hasText: "Miễn việc này" }).click();
    await page.getByLabel("Lý do").fill("Hệ thống của bộ ngừng hoạt động");
    await coordinator.press("Miễn việc này");
    await coordinator.open(new URL(page.url()).pathname);
    await expect(page.locator(".tag").first()).toContainText("Được miễn");
    await coordinator.open(new URL(list).pathname + new URL(list).search);
    await expect(page.getByRole("status")).toHaveText(`${count - 1} việc`);
  });

  await test.step("of the year the share in time is the leaders' figure, and its list is what it counts", async () => {
    const page = coordinator.page;
    await coordinator.open("/theo-doi");
    await page.getByLabel("Năm đến hạn").selectOption("2026");
    await page.getByRole("button", { name: "Lọc", exact: true }).click();
    await page.waitForURL(/\/theo-doi\?.*year=2026/);
    const share = page.locator(".states a").first();
    await expect(share).toContainText("Đúng hạn năm 2026");
    const told = (await share.locator("b").textContent()) ?? "";
    expect(told).toMatch(/^[\d,]+ %$/);
    await share.click();
    await page.waitForURL(/\/theo-doi\/danh-sach\?counted=1&year=2026$/);
    await expect(page.getByRole("status")).toHaveText(/^[\d.]+ việc$/);
    const count = ((await page.getByRole("status").textContent()) ?? "").replace(" việc", "");
    await coordinator.audit();
    await page.goBack();
    await page.waitForURL(/\/theo-doi\?.*year=2026/);
    await expect(share.locator("b")).toHaveText(told);
    await page.getByLabel("Năm đến hạn").selectOption("2025");
    await page.getByRole("button", { name: "Lọc", exact: true }).click();
    await page.waitForURL(/\/theo-doi\?.*year=2025/);
    await expect(share).toContainText("Đúng hạn năm 2025");
    await coordinator.open("/lanh-dao/chi-so/duties_on_time?ky=2026");
    await expect(page.locator("#danh-sach .count")).toHaveText(`${count} dòng`);
    await expect(page.locator("dl b").first()).toHaveText(told);
  });

  await test.step("how current each entry is, and the duties behind one", async () => {
    const page = coordinator.page;
    await coordinator.whole("/theo-doi/do-moi");
    const late = page.locator(".states__late a");
    const count = Number((await late.locator("b").textContent())?.replace(/\D/g, ""));
    expect(count).toBeGreaterThan(0);
    await late.click();
    await page.waitForURL(/\/theo-doi\/do-moi\?state=late$/);
    await expect(page.locator(".fresh .tag")).toHaveCount(count);
    await coordinator.audit();
    await page.locator(".fresh a").first().click();
    await page.waitForURL(/\/theo-doi\/danh-sach\?entry=.*kind=refresh/);
    await expect(page.locator(".tag", { hasText: "quá hạn" }).first()).toBeVisible();
  });

  await test.step("the list is taken along", async () => {
    const page = coordinator.page;
    await coordinator.open("/theo-doi/danh-sach?state=excused");
    const waiting = page.waitForEvent("download");
    await page.getByRole("link", { name: "Tải CSV" }).click();
    const text = readFileSync(await (await waiting).path(), "utf8");
    expect(text).toContain("Hệ thống của bộ ngừng hoạt động");
  });

  await test.step("leaders read the board and may not excuse", async () => {
    const leader = await person("lanhdao");
    await leader.whole("/theo-doi");
    await leader.open(done);
    await expect(leader.page.getByText("Mở lại việc này")).toHaveCount(0);
  });
});

test("each figure of the coordinator's desk opens the list of what it counts", async ({ person }) => {
  test.slow();
  const coordinator = await person("dieuphoi");
  const page = coordinator.page;
  const desk = page.getByRole("region", { name: "Theo dõi khác, năm nay" });
  const lines = desk.locator(".desk > li");
  await coordinator.whole("/theo-doi");
  await expect(lines).toHaveCount(9);
  await expect(lines.locator(".tag"), "a state in words").toHaveText(Array(9).fill(/đạt|theo dõi|số liệu/i));

  await test.step("the work that is late", async () => {
    const late = page.locator(".states__late a");
    const count = (await late.locator("b").textContent()) ?? "";
    expect(count).toMatch(/^[1-9][\d.]*$/);
    await late.click();
    await page.waitForURL(/\/theo-doi\/danh-sach\?state=late$/);
    await expect(page.getByRole("status")).toHaveText(`${count} việc`);
    await page.goBack();
    await page.waitForURL(/\/theo-doi$/);
    await expect(late.locator("b")).toHaveText(count);
  });

  const names = ["Cơ quan đã nộp rà soát", "CSDL thiếu nội dung bắt buộc", "Cơ quan chưa có đầu mối", "CSDL chưa được khai thác"];
  for (const name of names) {
    await test.step(name, async () => {
      const line = lines.filter({ has: page.getByRole("link", { name, exact: true }) });
      const told = ((await line.locator("b").textContent()) ?? "").trim();
      // The list of a share has all that it is a share of.
      const [figure, of] = told.split(" (");
      const count = of?.match(/^[\d.]+\/([\d.]+)\)$/)?.[1] ?? figure;
      expect(count, told).toMatch(name === names[0] ? /^[1-9][\d.]*$/ : /^\d[\d.]*$/);
      await line.getByRole("link").click();
      await page.waitForURL(/\/lanh-dao\/chi-so\/[a-z_]+$/);
      await expect(page.getByRole("heading", { level: 1 })).toHaveText(name);
      await expect(page.locator("#danh-sach .count")).toHaveText(`${count} dòng`);
      await expect(page.locator("dl b").first()).toHaveText(figure);
      if (name === names[0]) await coordinator.audit();
      await page.goBack();
      await page.waitForURL(/\/theo-doi$/);
      await expect(line.locator("b")).toHaveText(told);
    });
  }

  await test.step("an agency's people have their duties, not the desk", async () => {
    const officer = await person("canbo.yte");
    await officer.open("/theo-doi");
    await expect(officer.page.locator(".states")).toBeVisible();
    await expect(officer.page.locator(".desk")).toHaveCount(0);
  });
});
