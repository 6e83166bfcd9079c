// Opinions of other agencies in an appraisal, and answers that somebody else has to appraise.
import { expect, test } from "./fixtures.ts";

test.use({ apart: "opinion" });

test("an appraiser asks another agency, takes its remark up, and accepts", async ({ person }) => {
  test.slow();
  const appraiser = await person("dieuphoi");
  const page = appraiser.page;

  await test.step("the queue is sorted, and an agency is asked", async () => {
    await appraiser.whole("/tham-dinh?nam=2026&co-quan=so-gddt");
    await page.getByLabel("Sắp xếp").selectOption({ label: "Theo mã" });
    await page.getByRole("button", { name: "Lọc" }).click();
    await page.waitForURL(/sap-xep=code/);
    await page.waitForLoadState("networkidle");
    await expect(page.locator('th[aria-sort="ascending"]')).toHaveText("Mã");
    await page.locator(".queue a").first().click();
    await page.getByText("Hỏi ý kiến cơ quan khác").click();
    await page.getByRole("checkbox", { name: "Sở Y tế" }).check();
    await page.getByLabel("Nội dung hỏi").fill("Trường học có dùng chung mã cơ sở y tế không?");
    await expect(page.getByLabel("Số ngày làm việc để trả lời")).toHaveValue("5");
    await appraiser.press("Gửi hỏi ý kiến");
    await expect(page.getByText("Chờ ý kiến", { exact: true })).toBeVisible();
    await appraiser.audit();
    await appraiser.press("Ghi kết luận");
    await expect(page.getByText(/còn chờ ý kiến của Sở Y tế/).first()).toBeVisible();
    await expect(page.locator(".fb header").getByText("Chấp nhận")).toHaveCount(0);
  });

  await test.step("the agency is told, reads the proposal, and answers with a remark", async () => {
    const officer = await person("canbo.yte");
    await officer.whole("/thong-bao");
    await expect(officer.page.getByText(/đề nghị Sở Y tế cho ý kiến về/).first()).toBeVisible();
    await officer.whole("/viec-cua-toi");
    await officer.page.locator('section[aria-labelledby="y-kien"] a').first().click();
    await expect(officer.page.getByText("Trường học có dùng chung mã cơ sở y tế không?")).toBeVisible();
    await expect(officer.page.locator(".diff").first()).toBeVisible();
    await officer.page.waitForLoadState("networkidle");
    await officer.whole(new URL(officer.page.url()).pathname);
    await officer.page.getByText("Đồng ý, có ý kiến thêm", { exact: true }).click();
    await officer.page.getByLabel("Nội dung ý kiến").fill("Dùng mã cơ sở khám bệnh, chữa bệnh đã cấp.");
    await officer.press("Gửi ý kiến");
    await expect(officer.page.getByRole("heading", { name: "Ý kiến đã gửi" })).toBeVisible();
    await officer.audit();
    // The answer itself stays hidden from the asked agency.
    const answer = await officer.page.request.get(`${officer.site.url}/ra-soat/2026/so-gddt`);
    expect(answer.status()).toBe(404);
  });

  await test.step("the remark is taken up, then the answer is accepted", async () => {
    await appraiser.open("/thong-bao");
    await appraiser.follow(/Sở Y tế đã cho ý kiến về/);
    await expect(page.getByText("Dùng mã cơ sở khám bệnh, chữa bệnh đã cấp.")).toBeVisible();
    await page.getByLabel("Nội dung tiếp thu, giải trình").fill("Đề nghị đơn vị dùng mã đã cấp.");
    await appraiser.press(/^Ghi tiếp thu, giải trình/);
    await expect(page.getByText("Đề nghị đơn vị dùng mã đã cấp.").first()).toBeVisible();
    await appraiser.press("Chấp nhận các điểm còn lại");
    await expect(page.locator(".fb header").getByText("Chấp nhận").first()).toBeVisible();
    await appraiser.whole("/ra-soat/2026/y-kien");
    await expect(page.getByText("Dùng mã cơ sở khám bệnh, chữa bệnh đã cấp.")).toBeVisible();
    await expect(page.getByText("Đề nghị đơn vị dùng mã đã cấp.")).toBeVisible();
    await appraiser.whole("/ra-soat/2026/bien-ban?co-quan=so-gddt");
    await expect(page.getByText("Dùng mã cơ sở khám bệnh, chữa bệnh đã cấp.")).toBeVisible();
  });
});

test("nobody appraises the answers of their own agency", async ({ person }) => {
  const appraiser = await person("dieuphoi");
  await appraiser.whole("/tham-dinh?nam=2026&co-quan=so-khcn-2025");
  await expect(appraiser.page.getByText(/Chấp nhận chung bỏ qua \d+ mục của cơ quan bạn/)).toBeVisible();
  await appraiser.page.locator(".queue a").first().click();
  await expect(appraiser.page.getByText(/Không ai thẩm định câu trả lời của cơ quan mình.*Văn phòng UBND tỉnh/)).toBeVisible();
  await expect(appraiser.page.getByRole("button", { name: "Ghi kết luận" })).toHaveCount(0);
  await appraiser.audit();

  const clerk = await person("vanphong");
  await clerk.open("/viec-cua-toi");
  await clerk.follow("Thẩm định các bản trả lời");
  const first = clerk.page.locator(".queue a").first();
  await expect(first).toBeVisible();
  await clerk.audit();
  await first.click();
  await clerk.press("Chấp nhận các điểm còn lại");
  await expect(clerk.page.locator(".fb header").getByText("Chấp nhận").first()).toBeVisible();
  await clerk.whole("/tham-dinh?nam=2026");
  await clerk.page.getByText(/^Xem rồi chấp nhận \d+ mục giữ nguyên/).click();
  await clerk.press(/Chấp nhận \d+ mục giữ nguyên/);
  await expect(clerk.page.getByText("Không còn mục nào chờ thẩm định.")).toBeVisible();
});
