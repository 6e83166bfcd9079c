// One whole annual review, one browser session a role: from the officials' annex to a new edition in force that an
// anonymous visitor sees, and to what it asks of an agency.
import { expect, test } from "./fixtures.ts";
import { readAnnex, recordDecision } from "./journey.ts";

test.use({ scenario: "empty", apart: "annual-review" });

const YEAR = 2026;
const NEW_PURPOSE = "Quản lý an toàn thực phẩm trên toàn địa bàn tỉnh sau sắp xếp, phục vụ truy xuất nguồn gốc.";
const REFUSED = "Chưa nêu phạm vi áp dụng.";

test("from the annex to the edition in force", async ({ person }) => {
  test.slow();
  const coordinator = await person("dieuphoi");

  await test.step("the coordinator imports the annex", async () => {
    const page = coordinator.page;
    await readAnnex(coordinator);
    await expect(page.getByText("64 cơ sở dữ liệu của 26 cơ quan, 239 hạng mục.")).toBeVisible();
    await expect(page.getByText("Thiếu số thứ tự")).toBeVisible();
    await coordinator.press("Xác nhận và ghi danh mục");
    await expect(page.getByText("Đã ghi danh mục.")).toBeVisible();
  });

  await test.step("and opens the campaign", async () => {
    const page = coordinator.page;
    await coordinator.open("/ra-soat");
    await page.getByLabel("Năm", { exact: true }).fill(String(YEAR));
    await page.getByLabel("Số công văn").fill("1450/SKHCN-CĐS");
    await page.getByLabel("Ngày công văn").fill("2026-10-01");
    await page.getByLabel("Hạn nộp").fill("2099-12-31");
    await coordinator.press("Mở đợt rà soát");
    await page.waitForURL(`**/ra-soat/${YEAR}`);
    await expect(page.getByText("Đang nhận trả lời").first()).toBeVisible();
  });

  const officer = await person("canbo.yte");
  const list = `/ra-soat/${YEAR}/so-yt`;
  await test.step("the officer answers on every entry", async () => {
    const page = officer.page;
    await officer.open(list);
    await officer.follow("Sửa đổi");
    const purpose = page.getByLabel("Mục đích", { exact: true });
    await (await officer.reach(purpose)).fill(NEW_PURPOSE);
    await (await officer.reach(page.getByLabel("Nội dung khai báo và dữ liệu của CSDL này"))).selectOption("Không chứa bí mật nhà nước");
    await officer.press("Lưu và về danh sách");
    await page.waitForURL(new RegExp(`${list}(#.*)?$`));
    await officer.open(list);
    await officer.press(/^Giữ nguyên cả \d+ CSDL/);
    await expect(page.getByText(/Giữ nguyên cả/)).toHaveCount(0);
  });

  await test.step("and lays the answers before the head", async () => {
    await officer.open(`${list}/kiem-tra`);
    await expect(officer.page.getByText("truy xuất nguồn gốc", { exact: false }).first()).toBeVisible();
    await officer.press("Trình lãnh đạo duyệt");
    await expect(officer.page.getByText("Chờ lãnh đạo duyệt").first()).toBeVisible();
  });

  const head = await person("lanhdao.yte");
  await test.step("the head approves", async () => {
    await head.open(list);
    await head.press("Duyệt và gửi");
    await expect(head.page.getByText(`RS-${YEAR}-so-yt-1`)).toBeVisible();
  });

  await test.step("the coordinator asks, the officer answers in place", async () => {
    const page = coordinator.page;
    await coordinator.open(`/tham-dinh?nam=${YEAR}`);
    await page.locator(".queue a").first().click();
    await page.getByText("Hỏi đơn vị về điểm này").first().click();
    await page.getByLabel("Câu hỏi").fill("Áp dụng cho địa bàn nào?");
    await coordinator.press("Gửi câu hỏi");
    await expect(page.locator(".fb").getByText("Chờ đơn vị trả lời")).toBeVisible();
    await officer.whole("/thong-bao");
    await expect(officer.page.getByText("Câu hỏi: Áp dụng cho địa bàn nào?")).toBeVisible();
    await officer.follow(/có câu hỏi thẩm định cho Sở Y tế/);
    await officer.page.waitForURL(`**${list}`);
    await officer.open("/viec-cua-toi");
    await officer.follow("Trả lời câu hỏi thẩm định");
    await officer.page.locator(".task", { hasText: "Có câu hỏi thẩm định chờ trả lời" }).getByRole("link").first().click();
    await expect(officer.page.getByText("Áp dụng cho địa bàn nào?")).toBeVisible();
    await officer.page.getByLabel("Trả lời", { exact: true }).fill("Toàn tỉnh, cả địa bàn mới sáp nhập.");
    await officer.press("Gửi trả lời");
    await expect(officer.page.getByText("Đơn vị đã trả lời")).toBeVisible();
    await expect(officer.page.getByLabel("Trả lời", { exact: true })).toHaveValue("");
    await officer.audit();
    await coordinator.open(`/tham-dinh?nam=${YEAR}`);
    await page.locator(".queue a").first().click();
    await expect(page.getByText("Toàn tỉnh, cả địa bàn mới sáp nhập.")).toBeVisible();
    await coordinator.audit();
  });

  await test.step("the coordinator returns the answer", async () => {
    const page = coordinator.page;
    await coordinator.open(`/tham-dinh?nam=${YEAR}`);
    await page.locator(".queue a").first().click();
    await expect(page.locator(".fb")).toHaveCount(1);
    await page.getByRole("radio", { name: "Từ chối", exact: true }).check();
    await page.getByLabel("Lý do, nhận xét gửi đơn vị").fill(REFUSED);
    await coordinator.press("Ghi kết luận");
    await expect(page.locator(".fb header").getByText("Từ chối")).toBeVisible();
    await page.getByText("Trả lại cả mục", { exact: true }).first().click();
    await page.getByLabel("Ý kiến gửi đơn vị khi trả lại").fill("Ghi rõ phạm vi áp dụng.");
    await coordinator.press("Trả lại cả mục");
    await expect(page.getByText("Mục này đã được trả lại")).toBeVisible();
  });

  await test.step("the officer answers again, the head approves again", async () => {
    const page = officer.page;
    await officer.open(list);
    await expect(page.getByText("Ghi rõ phạm vi áp dụng.").first()).toBeVisible();
    // The letter asked for the answers themselves, not for what came back.
    const due = page.locator(".due");
    await expect(due).toContainText(/Hạn gửi lại: .*Theo thời hạn trả lời lại mục được trả về/);
    await expect(due).not.toContainText("Công văn số");
    // The round is about what came back.
    await expect(page.getByRole("heading", { name: "Đã trả lời lại 0 / 1 mục" })).toBeVisible();
    await expect(page.locator("summary", { hasText: /^Không phải trả lời lại: \d+ mục$/ })).toBeVisible();
    await expect(page.getByRole("link", { name: "Thêm đề xuất" })).toHaveCount(0);
    await expect(page.getByText("Bị từ chối 1 điểm")).toBeVisible();
    await officer.follow("Mở biểu mẫu");
    // What was refused, by whom and why, is read above the form and at the field.
    const verdict = page.locator("article", { has: page.getByRole("heading", { name: "Mục đích", exact: true }) });
    await expect(verdict.filter({ hasText: REFUSED }).first()).toContainText(/Trần Quốc Bảo: Từ chối, /);
    await officer.audit();
    await (await officer.reach(page.getByRole("textbox", { name: "Mục đích", exact: true, includeHidden: true }))).fill(`${NEW_PURPOSE} Áp dụng toàn tỉnh.`);
    await expect(page.getByText(`thẩm định đã từ chối: ${REFUSED}`).filter({ visible: true }).first()).toBeVisible();
    await officer.press("Lưu và về danh sách");
    await expect(page.getByRole("heading", { name: "Đã trả lời lại 1 / 1 mục" })).toBeVisible();
    await officer.open(`${list}/kiem-tra`);
    await expect(page.locator("summary", { hasText: /^Không phải trả lời lại: \d+ mục$/ })).toBeVisible();
    await officer.press("Trình lãnh đạo duyệt");
    await expect(page.getByText("Chờ lãnh đạo duyệt").first()).toBeVisible();
    await head.open(list);
    await head.press("Duyệt và gửi");
    await expect(head.page.getByText(`RS-${YEAR}-so-yt-2`)).toBeVisible();
    // The receipt of the first round stays, for the agency and for the coordinator.
    for (const who of [head, coordinator]) {
      await who.whole(list);
      const heading = who.page.getByRole("heading", { name: "Biên nhận", exact: true });
      const receipts = who.page.locator("section.panel", { has: heading }).locator("li");
      await expect(receipts).toHaveCount(2);
      await expect(receipts.first()).toContainText(`RS-${YEAR}-so-yt-2`);
      await expect(receipts.last()).toContainText(`RS-${YEAR}-so-yt-1`);
    }
  });

  await test.step("the coordinator decides, closes and compiles", async () => {
    const page = coordinator.page;
    await coordinator.open(`/tham-dinh?nam=${YEAR}`);
    await page.locator(".queue a").first().click();
    if (test.info().project.name === "desktop") {
      // On a desk by a key: it rests while one types.
      await page.getByText("Hỏi đơn vị về điểm này").first().click();
      await page.getByLabel("Câu hỏi").fill("c");
      await page.locator(".fb h3").first().focus();
      const answered = page.waitForResponse((response) => response.request().method() === "POST");
      await page.keyboard.press("c");
      await (await answered).finished();
      await page.waitForLoadState("networkidle");
    } else {
      await coordinator.press("Ghi kết luận");
    }
    await expect(page.locator(".fb header").getByText("Chấp nhận")).toBeVisible();
    await coordinator.whole(`/ra-soat/${YEAR}/bien-ban`);
    await expect(page.getByText("Toàn tỉnh, cả địa bàn mới sáp nhập.")).toBeVisible();
    await expect(page.getByText(/Trần Quốc Bảo.*Chấp nhận/).first()).toBeVisible();
    await coordinator.open(`/tham-dinh?nam=${YEAR}`);
    await coordinator.page.getByText(/^Xem rồi chấp nhận \d+ mục giữ nguyên/).click();
    await coordinator.press(/Chấp nhận \d+ mục giữ nguyên/);
    await coordinator.open(`/ra-soat/${YEAR}`);
    await page.getByLabel(/Đóng dù còn cơ quan/).check();
    await page.getByRole("button", { name: "Đóng đợt rà soát" }).click();
    await expect(page.getByRole("dialog")).toContainText("không nhận thêm câu trả lời");
    await coordinator.audit();
    await coordinator.press("Đóng đợt", page.getByRole("dialog"));
    await expect(page.getByText("Đã đóng").first()).toBeVisible();
    await coordinator.open(`/ra-soat/${YEAR}`);
    await coordinator.press("Tổng hợp bản dự thảo");
    await page.waitForURL(`**/ra-soat/${YEAR}/du-thao`);
    await expect(page.getByText("Áp dụng toàn tỉnh").first()).toBeVisible();
    await coordinator.press("Trình Văn phòng UBND tỉnh");
    await expect(page.getByText("Đã trình").first()).toBeVisible();
  });

  const clerk = await person("vanphong");
  const draft = `/ra-soat/${YEAR}/du-thao`;
  await test.step("the executive office gives the draft back; it is mended and laid again", async () => {
    await clerk.open(draft);
    await clerk.page.getByText("Trả lại cơ quan chủ trì", { exact: true }).first().click();
    await clerk.page.getByLabel("Lý do", { exact: true }).fill("Bổ sung căn cứ ban hành.");
    await clerk.press("Trả lại cơ quan chủ trì");
    const page = coordinator.page;
    const told = page.getByText(/Văn phòng trả lại ngày .*: Bổ sung căn cứ ban hành\./);
    await coordinator.open(draft);
    await expect(told).toBeVisible();
    await coordinator.whole(`/ra-soat/${YEAR}`);
    await expect(told).toBeVisible();
    await expect(page.locator(".timeline > li").last()).toContainText("Văn phòng UBND tỉnh trả lại dự thảo");
    await coordinator.press("Tổng hợp lại");
    await page.waitForURL(`**${draft}`);
    await expect(told).toBeVisible();
    await coordinator.press("Trình Văn phòng UBND tỉnh");
    await expect(page.getByText("Đã trình").first()).toBeVisible();
    await expect(told).toHaveCount(0);
  });

  await test.step("the executive office records the decision", async () => {
    await recordDecision(clerk, draft, "3999/QĐ-UBND");
    await expect(clerk.page.getByText("3999/QĐ-UBND").first()).toBeVisible();
  });

  await test.step("an anonymous visitor sees it", async () => {
    const visitor = await person();
    await visitor.open("/");
    await expect(visitor.page.getByText("3999/QĐ-UBND").first()).toBeVisible();
    await visitor.open("/danh-muc?q=truy%20xuat%20nguon%20goc");
    await expect(visitor.page.locator(".hit").first()).toBeVisible();
  });

  await test.step("what it asks of the agency is told, listed and followed, and is the same number", async () => {
    const page = officer.page;
    await officer.whole("/thong-bao");
    const card = page.locator("li.task", { hasText: "danh mục đã ban hành theo quyết định số 3999/QĐ-UBND" });
    const told = await card.getByText(/^Sở Y tế: \d+ việc mới phải làm, hạn sớm nhất \d\d\/\d\d\/\d{4}\.$/).innerText();
    const begun = Number(told.match(/: (\d+) việc/)?.[1]);
    expect(begun).toBeGreaterThan(0);
    await card.getByRole("link").click();
    await page.waitForURL("**/viec-cua-toi");
    await page.waitForLoadState("networkidle");
    await officer.whole("/viec-cua-toi");
    await expect(page.getByRole("heading", { name: "Nghĩa vụ dữ liệu đến hạn" })).toBeVisible();
    await expect(page.locator(".dutyrow")).toHaveCount(begun);
    await expect(page.locator(".dutyrow", { hasText: "Nạp dữ liệu lên kho" }).first()).toContainText(/Hạn: .*mục tiêu nội bộ/);
    await coordinator.whole("/theo-doi");
    await coordinator.page.locator(".dutyboard").getByRole("link", { name: "Sở Y tế", exact: true }).click();
    await coordinator.page.waitForURL(/\/theo-doi\/danh-sach\?.*agency=so-yt/);
    await expect(coordinator.page.getByRole("status")).toHaveText(`${begun} việc`);
  });
});
