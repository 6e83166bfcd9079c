// A late agency is urged: a letter is written, its number recorded, the agency's people told; another is given more time.
import { expect, test } from "./fixtures.ts";

test.use({ apart: "urging" });

const PAGE = "/ra-soat/2026/don-doc";
const NUMBER = "1702/SKHCN-CĐS";

/** A day as forms take it, so many days from now. */
function day(ahead: number): string {
  // The portal goes by the days of Vietnam.
  return new Date(Date.now() + ahead * 86_400_000 + 7 * 3_600_000).toISOString().slice(0, 10);
}

test("a late agency is urged, and the letter's number is recorded", async ({ person }) => {
  test.slow();
  const coordinator = await person("dieuphoi");
  const page = coordinator.page;
  await coordinator.open("/ra-soat/2026");
  await coordinator.follow("Trễ hạn và đôn đốc");
  await expect(page).toHaveURL(new RegExp(`${PAGE}$`));
  const row = page.getByRole("row", { name: /^Sở Y tế/ });
  await expect(row.getByText("Chưa có")).toBeVisible();

  await test.step("the letter is a document of Word", async () => {
    const href = await row.getByRole("link", { name: "Công văn: Sở Y tế" }).getAttribute("href");
    const answer = await coordinator.context.request.get(coordinator.site.url + (href ?? ""));
    expect(answer.status()).toBe(200);
    expect(answer.headers()["content-type"]).toContain("wordprocessingml");
    expect((await answer.body()).subarray(0, 2).toString()).toBe("PK");
  });

  await test.step("its number comes from the document system", async () => {
    await row.getByRole("link", { name: "Ghi số: Sở Y tế" }).click();
    await page.waitForLoadState("networkidle");
    // Not tomorrow, which may be today by the time that it is sent.
    await page.getByLabel("Ngày công văn").fill(day(2));
    await page.getByLabel("Số, ký hiệu công văn").fill(NUMBER);
    await coordinator.press("Ghi số công văn");
    await expect(page.getByText(/ngoài khoảng cho phép/).first()).toBeVisible();
    await expect(page.getByLabel("Số, ký hiệu công văn")).toHaveValue(NUMBER);
    await page.getByLabel("Ngày công văn").fill("2026-11-24");
    await coordinator.press("Ghi số công văn");
    await coordinator.whole(PAGE);
    await expect(page.getByRole("row", { name: /^Sở Y tế/ })).toContainText(`Số ${NUMBER} ngày 24/11/2026`);
  });

  await test.step("the agency's people are told", async () => {
    for (const name of ["canbo.yte", "lanhdao.yte"]) {
      const told = await person(name);
      await told.whole("/thong-bao");
      const card = told.page.locator("li.task", { hasText: NUMBER });
      await expect(card.getByText("Chưa đọc")).toBeVisible();
      await told.press(/^Đánh dấu đã đọc/, card);
      await told.open("/thong-bao");
      await expect(card.getByText("Chưa đọc")).toHaveCount(0);
      await told.follow(new RegExp(NUMBER));
      await expect(told.page).toHaveURL(/\/ra-soat\/2026\/so-yt$/);
    }
  });

  await test.step("without a mail server the messages wait, and the page says why", async () => {
    await coordinator.whole("/quan-tri/nhac-viec");
    await expect(page.getByText(/Chưa cấu hình máy chủ thư/).first()).toBeVisible();
    await expect(page.getByRole("row", { name: /canbo\.yte@daklak\.example/ }).first()).toContainText("chưa cấu hình máy chủ thư");
  });
});

test("more time is given with a reason", async ({ person }) => {
  const coordinator = await person("dieuphoi");
  const page = coordinator.page;
  await coordinator.open(`${PAGE}?gia-han=so-ct`);
  const until = day(20);
  await page.getByLabel("Hạn mới").fill(until);
  const [year, month, date] = until.split("-");
  if (coordinator.scripted) {
    // Held back in the browser: nothing is sent.
    await page.getByRole("button", { name: "Gia hạn" }).click();
  } else {
    await coordinator.press("Gia hạn");
  }
  await expect(page.getByText(/Lý do: chưa nhập/).first()).toBeVisible();
  await page.getByLabel("Lý do").fill("Đang khắc phục hậu quả bão");
  await coordinator.press("Gia hạn");
  await coordinator.whole(PAGE);
  await expect(page.getByRole("row", { name: /Đang khắc phục hậu quả bão/ })).toContainText(`${date}/${month}/${year}`);
  // A letter that left before may get its number still: who owes nothing now stands after all who do, on the last page.
  await coordinator.open(`${PAGE}?trang=99`);
  await expect(page.getByRole("link", { name: "Ghi số: Sở Công Thương" })).toBeVisible();
  await expect(page.getByText("Hết hạn mà chưa gửi").first()).toBeVisible();
  // The longest of the states: between a phone and a desk the table has all its columns, and they fit.
  await page.setViewportSize({ width: 768, height: 1024 });
  await coordinator.whole(`${PAGE}?trang=99`);
  // What can be done about one of them stands in one line.
  expect((await page.locator(".urge").first().boundingBox())?.height).toBeLessThan(30);
  const officer = await person("canbo.congthuong");
  await officer.open("/ra-soat/2026/so-ct");
  await expect(officer.page.getByText(`${date}/${month}/${year}`).first()).toBeVisible();
});

test("the coordinator edits the ladder", async ({ person }) => {
  const coordinator = await person("dieuphoi");
  const page = coordinator.page;
  await coordinator.open("/quan-tri/nhac-viec");
  await page.getByLabel("Số ngày").fill("3");
  await coordinator.press("Thêm bước");
  await expect(page.getByRole("row", { name: /^3 ngày trước hạn/ })).toBeVisible();
  await coordinator.open("/quan-tri/nhac-viec");
  await page.getByLabel("Số ngày").fill("3");
  await coordinator.press("Thêm bước");
  await expect(page.getByText("Số ngày: đã có").first()).toBeVisible();
  await coordinator.press("Bỏ bước “3 ngày trước hạn, Cán bộ đầu mối”");
  await expect(page.getByRole("row", { name: /^3 ngày trước hạn/ })).toHaveCount(0);
});
