// The officer's side of a review: several entries answered at once, last year's answers, two writers of one answer or of
// one kept draft, one step at a time on a narrow screen.
import { expect, test } from "./fixtures.ts";

test.use({ apart: "officer" });

const LIST = "/ra-soat/2026/so-nnmt";

test("several entries are answered at once; what cannot be is named and stays ticked", async ({ person }) => {
  const officer = await person("canbo.nnmt");
  const page = officer.page;
  await officer.whole(LIST);
  const ticks = page.getByRole("checkbox", { name: /^Chọn mục này/ });
  const all = await ticks.count();
  expect(all).toBeGreaterThan(2);
  const codes = await page.locator(".task--open .task__top").evaluateAll((tops) => tops.map((top) => top.id));
  await test.step("a reason is missing", async () => {
    await ticks.nth(0).check();
    await ticks.nth(1).check();
    await page.getByRole("radio", { name: /^Bãi bỏ/ }).check();
    await officer.press("Lưu cho các mục đã chọn");
    await expect(page.getByRole("alert")).toContainText("2 mục chưa lưu được");
    await expect(page.getByRole("alert")).toContainText(`${codes[0]}`);
    await expect(ticks.nth(0)).toBeChecked();
    await expect(ticks.nth(1)).toBeChecked();
    await expect(page.getByRole("radio", { name: /^Bãi bỏ/ })).toBeChecked();
    await officer.audit();
  });
  await test.step("one cannot be merged into itself, the other is saved", async () => {
    await page.getByRole("radio", { name: /^Gộp vào CSDL khác/ }).check();
    await page.getByLabel("CSDL nhận các hạng mục").selectOption(codes[1] ?? "");
    await page.getByLabel("Ngày thực hiện").fill("2027-01-01");
    await page.getByLabel("Lý do, ghi chú chung").fill("Gộp theo đề án");
    await officer.press("Lưu cho các mục đã chọn");
    await expect(page.getByRole("alert")).toContainText("Đã lưu 1 mục.");
    await expect(page.getByRole("alert")).toContainText("không thể chọn chính nó");
    await expect(ticks).toHaveCount(all - 1);
    await expect(ticks.nth(0)).toBeChecked();
    await expect(page.getByLabel("Lý do, ghi chú chung")).toHaveValue("Gộp theo đề án");
    await expect(page.getByLabel("Ngày thực hiện")).toHaveValue("2027-01-01");
  });
  await test.step("the rest is kept", async () => {
    await officer.follow("Chọn tất cả mục chưa trả lời");
    await expect(page.getByRole("checkbox", { name: /^Chọn mục này/, checked: true })).toHaveCount(all - 1);
    await page.getByRole("radio", { name: /^Giữ nguyên/ }).check();
    await officer.press("Lưu cho các mục đã chọn");
    await expect(ticks).toHaveCount(0);
    await expect(page.getByText(`Gộp vào CSDL khác`).first()).toBeVisible();
  });
  await test.step("the check page shows the target, the build plan and the declaration", async () => {
    await officer.open(`${LIST}/de-xuat-moi`);
    await (await officer.reach(page.getByLabel("Tên cơ sở dữ liệu"))).fill("CSDL vùng trồng dược liệu");
    await (await officer.reach(page.getByLabel("Nhu cầu, sự cần thiết"))).fill("Quản lý mã số vùng trồng");
    await (await officer.reach(page.getByLabel("Mức độ ưu tiên"))).selectOption({ label: "Cao" });
    await (await officer.reach(page.getByLabel("Nội dung khai báo và dữ liệu của CSDL này"))).selectOption("Không chứa bí mật nhà nước");
    await officer.press("Lưu và về danh sách");
    await officer.whole(`${LIST}/kiem-tra`);
    const said = (name: string) => page.locator("section", { has: page.getByRole("heading", { level: 2, name }) });
    const merged = page.locator("section", { hasText: "Gộp theo đề án" }).last();
    await expect(merged.locator("p", { hasText: "→" })).toContainText(new RegExp(`${codes[1]} CSDL`));
    const proposed = said("CSDL vùng trồng dược liệu");
    await expect(proposed.getByText("Quản lý mã số vùng trồng")).toBeVisible();
    await expect(proposed.locator("dl div", { hasText: "Mức độ ưu tiên" })).toContainText("Cao");
    await expect(proposed.locator("dl div", { hasText: "Cam kết về bí mật nhà nước" })).toContainText("Không chứa bí mật nhà nước");
  });
});

test("several answers that are sent after the session ended are not lost", async ({ person, javaScriptEnabled }) => {
  test.skip(javaScriptEnabled === false, "a page without JavaScript has nothing to stay on");
  const officer = await person("canbo.congthuong");
  const page = officer.page;
  await officer.open("/ra-soat/2026/so-ct");
  const ticks = page.getByRole("checkbox", { name: /^Chọn mục này/ });
  const reason = page.getByLabel("Lý do, ghi chú chung");
  const withdraw = page.getByRole("radio", { name: /^Bãi bỏ/ });
  await ticks.nth(0).check();
  await ticks.nth(1).check();
  await withdraw.check();
  await page.getByLabel("Ngày thực hiện").fill("2027-01-01");
  await reason.fill("Đã chuyển về Bộ");
  await officer.context.clearCookies();
  const stays = async () => {
    await expect(reason).toHaveValue("Đã chuyển về Bộ");
    await expect(withdraw).toBeChecked();
    await expect(page.getByRole("checkbox", { name: /^Chọn mục này/, checked: true })).toHaveCount(2);
  };
  const told = page.getByRole("alert");
  // Neither takes away what is typed for the other.
  for (const button of ["Lưu cho các mục đã chọn", /^Giữ nguyên cả \d+ CSDL/]) {
    await officer.press(button);
    await expect(told.first()).toContainText("Chưa gửi được");
    await stays();
  }
  await expect(told).toHaveCount(2);
  await officer.audit();
  await officer.signInBeside("canbo.congthuong");
  await stays();
  await officer.press("Lưu cho các mục đã chọn");
  await expect(page.locator('section[aria-labelledby="xong"] li.task')).toHaveCount(2);
  await expect(told, "what was refused before is not told of what was saved since").toHaveCount(0);
});

test("what was answered last time stands at the entry, and over its form", async ({ person }) => {
  const officer = await person("canbo.nnmt");
  const page = officer.page;
  await officer.open(LIST);
  const card = page.locator("li.task", { has: page.locator("#DC-017") });
  await expect(card.locator(".task__meta")).toContainText(
    /Lần trước \(2024\): Gộp vào CSDL khác → DC-016 .+, từ 01\/01\/2025\. Cùng quản lý dữ liệu đất đai của tỉnh\. Từ chối/,
  );
  await officer.whole(`${LIST}/DC-017?kieu=merge`);
  const last = page.locator("details", { hasText: "Lần trước (2024)" });
  await last.locator("summary").click();
  await expect(last.getByText("Cùng quản lý dữ liệu đất đai của tỉnh")).toBeVisible();
  await expect(last.locator("dl div", { hasText: "Kết luận" })).toContainText("Từ chối");
  await officer.audit();
});

test("two writers of one answer lose nothing", async ({ person, javaScriptEnabled }) => {
  test.slow();
  const [phone, desk] = [await person("canbo.yte"), await person("canbo.yte")];
  const address = "/ra-soat/2026/so-yt/DC-039?kieu=modify";
  const field = (who: typeof phone, label: string) => who.page.getByLabel(label, { exact: true });
  await phone.open(address);
  await desk.open(address);
  await (await desk.reach(field(desk, "Mục đích"))).fill("Mục đích viết ở bàn làm việc");
  await (await desk.reach(field(desk, "Nguồn dữ liệu"))).fill("Nguồn viết ở bàn làm việc");
  await desk.press("Lưu nháp");
  await (await phone.reach(field(phone, "Mục đích"))).fill("Mục đích viết trên điện thoại");
  if (javaScriptEnabled === false) {
    await phone.press("Lưu nháp");
  } else {
    await expect(phone.page.getByText("Người khác đã lưu mục này")).toBeVisible();
    // Nothing that was typed goes with the page.
    await phone.open(address);
    await expect(phone.page.getByText("chưa được lưu vì người khác đã lưu trước")).toBeVisible();
    await phone.audit();
    // The list names it, and it keeps the answers from being laid.
    const list = "/ra-soat/2026/so-yt";
    await phone.whole(list);
    await expect(phone.page.locator("li.task", { has: phone.page.locator("#DC-039") })).toContainText("chưa được lưu");
    await phone.whole(`${list}/kiem-tra`);
    await expect(phone.page.locator(".notice--bad", { hasText: "1 nội dung bạn nhập chưa được lưu" })).toBeVisible();
    await phone.follow(/^So sánh hai bản/);
  }
  const page = phone.page;
  await expect(page.getByRole("heading", { name: "Có người vừa lưu bản khác" })).toBeVisible();
  await phone.audit();
  const both = page.getByRole("group", { name: /^Mục đích/ });
  await expect(both.getByRole("radio", { name: /^Bản của bạn/ })).toBeChecked();
  await expect(both.locator(".lines", { hasText: "bàn làm việc" }).locator("ins").first()).toBeVisible();
  await expect(both.locator(".lines", { hasText: "trên điện thoại" })).toBeVisible();
  // What only one changed is chosen already.
  const one = page.getByRole("group", { name: /^Nguồn dữ liệu/ });
  await expect(one.getByRole("radio", { name: /^Bản đang lưu/ })).toBeChecked();
  await both.getByLabel("Hoặc ghép lại").fill("Mục đích của cả hai");
  await phone.press("Lưu lựa chọn");
  await page.waitForURL(/\/DC-039$/);
  for (const who of [phone, desk]) {
    await who.open(address);
    await expect(field(who, "Mục đích")).toHaveValue("Mục đích của cả hai");
    await expect(field(who, "Nguồn dữ liệu")).toHaveValue("Nguồn viết ở bàn làm việc");
    await expect(who.page.getByText("chưa được lưu vì người khác đã lưu trước")).toHaveCount(0);
  }
});

test("who only looks through the steps of a form answers nothing", async ({ person }) => {
  const officer = await person("canbo.congthuong");
  const page = officer.page;
  await page.setViewportSize({ width: 390, height: 844 });
  await officer.open("/ra-soat/2026/so-ct");
  const unsaid = page.getByRole("link", { name: /^Sửa đổi$/ });
  const before = await unsaid.count();
  expect(before).toBeGreaterThan(0);
  await unsaid.first().click();
  await page.waitForURL(/kieu=modify/);
  const next = page.locator("[data-step]").getByRole("button", { name: "Tiếp", exact: true }).locator("visible=true");
  await expect(next).toBeVisible();
  let steps = 0;
  for (; (await next.count()) > 0; steps += 1) {
    await next.click();
    await page.waitForLoadState("networkidle");
  }
  expect(steps).toBeGreaterThan(5);
  await expect(page.getByText("Tóm tắt nội dung đã lưu")).toBeVisible();
  await officer.audit();
  await officer.open("/ra-soat/2026/so-ct");
  await expect(unsaid).toHaveCount(before);
});

test("a short answer over another's save is told above its button, in view", async ({ person, javaScriptEnabled }) => {
  test.skip(javaScriptEnabled === false, "without a script the press leads to both texts");
  const [phone, desk] = [await person("canbo.yte"), await person("canbo.yte")];
  const address = "/ra-soat/2026/so-yt/DC-039?kieu=withdraw";
  const reason = (who: typeof phone) => who.page.getByLabel(/^Lý do bãi bỏ/);
  await phone.page.setViewportSize({ width: 390, height: 844 });
  await phone.open(address);
  await desk.open(address);
  await (await desk.reach(reason(desk))).fill("Viết ở bàn làm việc");
  await expect(desk.page.locator("span.saved")).toContainText(/^Đã lưu /);
  await (await phone.reach(reason(phone))).fill("Viết trên điện thoại");
  const compare = phone.page.getByRole("button", { name: "So sánh hai bản" });
  await expect(compare).toBeInViewport({ ratio: 1 });
  const [told, save] = await Promise.all([
    compare.boundingBox(),
    phone.page.getByRole("button", { name: "Lưu câu trả lời" }).boundingBox(),
  ]);
  expect((told?.y ?? Infinity) + (told?.height ?? 0)).toBeLessThanOrEqual(save?.y ?? 0);
  await phone.audit();
});

test("one thing a page on a narrow screen, all at once on a wide one", async ({ person }, info) => {
  const officer = await person("canbo.congthuong");
  const page = officer.page;
  const name = page.getByLabel("Tên cơ sở dữ liệu");
  const purpose = page.getByLabel("Mục đích", { exact: true });
  const here = (step: number) => page.getByRole("heading", { name: `Bước ${step}/8`, exact: true });
  await officer.open("/ra-soat/2026/so-ct/de-xuat-moi");
  if (info.project.name === "desktop") {
    await expect(name).toBeVisible();
    await expect(purpose).toBeVisible();
    await expect(here(1)).toBeHidden();
    return;
  }
  await page.setViewportSize({ width: 390, height: 844 });
  await officer.whole("/ra-soat/2026/so-ct/de-xuat-moi");
  await expect(here(1)).toBeVisible();
  await expect(purpose).toBeHidden();
  // The save bar covers little: its buttons stand beside each other.
  const top = async (label: string) => (await page.getByRole("button", { name: label, exact: true }).boundingBox())?.y;
  expect(await top("Lưu nháp")).toBe(await top("Lưu và về danh sách"));
  await name.fill("CSDL chợ và siêu thị");
  const go = async (label: string) => {
    await page.locator("[data-step]").getByRole("button", { name: label, exact: true }).locator("visible=true").click();
  };
  await go("Tiếp");
  await expect(here(2)).toBeVisible();
  await expect(here(1)).toBeHidden();
  if (officer.scripted) await expect(here(2)).toBeFocused();
  await purpose.fill("Theo dõi mạng lưới chợ");
  await go("Quay lại");
  await expect(here(1)).toBeVisible();
  await expect(name).toHaveValue("CSDL chợ và siêu thị");
  // What the whole entry still lacks stands with the last step alone.
  const lacking = page.locator("#h-du");
  for (let step = 2; step <= 8; step += 1) {
    await go("Tiếp");
    await expect(here(step)).toBeVisible();
    await expect(lacking, `step ${step}`).toBeVisible({ visible: step === 8 });
  }
  await expect(page.getByText("Tóm tắt nội dung đã lưu")).toBeVisible();
  await expect(page.locator("#tom-tat").getByText("Theo dõi mạng lưới chợ")).toBeVisible();
  await officer.audit();
  // What is missing leads to its step.
  await page.locator("#tom-tat").getByRole("link", { name: /^Phạm vi/ }).first().click();
  await expect(page.getByLabel("Phạm vi", { exact: true })).toBeVisible();
  await expect(here(8)).toBeHidden();
  await expect(purpose).toHaveValue("Theo dõi mạng lưới chợ");
  // A step tells of what is missing in it, and of nothing else.
  const told = page.locator(".errors a").locator("visible=true");
  await expect(told.filter({ hasText: "Phạm vi: chưa nhập" })).toHaveCount(1);
  await expect(told.filter({ hasText: "Nguồn dữ liệu: chưa nhập" })).toHaveCount(0);
  const inOwnStep = await page.locator(".errors.step__only a").evaluateAll((links) =>
    links.map((link) => {
      const field = document.getElementById(link.getAttribute("href")?.slice(1) ?? "");
      return field !== null && field.closest("[data-step]") === link.closest("[data-step]");
    }),
  );
  expect(inOwnStep.length).toBeGreaterThan(10);
  expect(inOwnStep).not.toContain(false);
});

test("what is wrong follows what is saved, and is not held against who is still typing", async ({ person, javaScriptEnabled }) => {
  test.skip(javaScriptEnabled === false, "nothing saves itself without a script");
  const officer = await person("canbo.nnmt");
  const page = officer.page;
  const name = page.getByLabel("Tên cơ sở dữ liệu");
  const purpose = page.getByLabel("Mục đích", { exact: true });
  const scope = page.getByLabel("Phạm vi", { exact: true });
  const status = page.locator("span.saved");
  const told = (field: string) => page.locator(".bystep__all .errors a", { hasText: `${field}: chưa nhập` });
  const saved = (version: number) => expect(status).toContainText(new RegExp(`^Đã lưu .*phiên bản ${version}(?!\\d)`));
  const wrong = (field: typeof purpose) => expect(field).toHaveAttribute("aria-invalid", "true");
  const right = (field: typeof purpose) => expect(field).not.toHaveAttribute("aria-invalid", "true");
  for (const begins of ["/ra-soat/2026/so-nnmt/de-xuat-moi", "/de-xuat-de-danh/so-nnmt/moi"]) {
    await officer.open(begins);
    await name.fill("CSDL đê điều");
    await saved(1);
    // Where nobody was yet nothing is missing.
    await expect(page.locator(".bystep__all .errors")).toHaveCount(0);
    await (await officer.reach(purpose)).fill("Quản lý đê");
    await saved(2);
    await purpose.fill("");
    await saved(3);
    await right(purpose);
    await scope.focus();
    await wrong(purpose);
    await expect(told("Mục đích")).toHaveCount(1);
    await expect(scope, "what appears takes no focus").toBeFocused();
    await purpose.fill("Quản lý đê điều");
    await saved(4);
    await right(purpose);
    await expect(told("Mục đích")).toHaveCount(0);
    await officer.reload();
    // Opened again, all that is missing is told, and goes as it is mended.
    await wrong(scope);
    await (await officer.reach(scope)).fill("Toàn tỉnh");
    await saved(5);
    await right(scope);
    await expect(told("Phạm vi")).toHaveCount(0);
    await expect(told("Nguồn dữ liệu")).toHaveCount(1);
  }
});

test("a proposal that is not sent is kept for another year, and taken up again", async ({ person }) => {
  const officer = await person("canbo.congthuong");
  const page = officer.page;
  const kept = "/de-xuat-de-danh/so-ct";
  await officer.whole(`${kept}/moi`);
  const name = page.getByLabel("Tên cơ sở dữ liệu");
  if (officer.scripted) {
    // It is saved as one types, and has an address from then on.
    await name.fill("CSDL cụm");
    await expect(page.getByRole("status").filter({ hasText: /^Đã lưu/ })).toBeVisible();
    await expect(page).toHaveURL(/de-xuat-de-danh\/so-ct\/\d+$/);
    await officer.reload();
    await expect(name).toHaveValue("CSDL cụm");
  }
  await name.fill("CSDL cụm công nghiệp");
  await officer.press("Lưu và về danh sách bản nháp");
  await officer.whole(kept);
  const card = page.locator(".task", { hasText: "CSDL cụm công nghiệp" });
  await expect(card.getByText("Soạn ngoài đợt rà soát")).toBeVisible();
  await officer.open("/ra-soat/2026/so-ct");
  await officer.press(/^Đưa vào đợt này/, card);
  await page.waitForURL(/de-xuat-\d+/);
  await expect(page.getByLabel("Tên cơ sở dữ liệu")).toHaveValue("CSDL cụm công nghiệp");
  const proposal = new URL(page.url()).pathname;
  await officer.open(kept);
  await expect(page.getByRole("heading", { name: "Đã đưa vào đợt rà soát" })).toBeVisible();
  await expect(card.getByRole("button")).toHaveCount(0);
  // Out of the review again, as a draft of its own.
  await officer.open(proposal);
  await page.getByRole("button", { name: "Để dành cho năm sau" }).first().click();
  await officer.press("Để dành cho năm sau", page.locator("#hoi-de-danh"));
  await page.waitForURL(`**${kept}`);
  await expect(card).toHaveCount(2);
  await expect(page.getByText(/Chưa gửi, /)).toBeVisible();
});

test("what is new has an address of its own once it saved itself, and goes on from there", async ({ person, javaScriptEnabled }, info) => {
  test.skip(javaScriptEnabled === false, "nothing saves itself without a script");
  const officer = await person("canbo.nnmt");
  const page = officer.page;
  const name = page.getByLabel("Tên cơ sở dữ liệu");
  const purpose = page.getByLabel("Mục đích", { exact: true });
  const status = page.locator("span.saved");
  const places = [
    { begins: "/ra-soat/2026/so-nnmt/de-xuat-moi", own: /\/so-nnmt\/de-xuat-\d+(\?.*)?$/, save: "Lưu nháp", list: "/ra-soat/2026/so-nnmt" },
    { begins: "/de-xuat-de-danh/so-nnmt/moi", own: /\/so-nnmt\/\d+(\?.*)?$/, save: "Lưu bản nháp", list: "/de-xuat-de-danh/so-nnmt" },
  ];
  for (const { begins, own, save, list } of places) {
    const called = `CSDL trại giống ${info.project.name}`;
    await officer.open(begins);
    await name.pressSequentially("CSDL trại");
    await expect(page).toHaveURL(own);
    // The fields are the ones that are being typed into.
    await expect(name).toBeFocused();
    await name.pressSequentially(` giống ${info.project.name}`);
    await expect(name).toHaveValue(called);
    await (await officer.reach(purpose)).fill("Quản lý giống");
    await expect(status).toContainText(/^Đã lưu/);
    await expect(page).toHaveURL(own);
    if (info.project.name === "phone") await expect(page).toHaveURL(/buoc=2/);
    await officer.reload();
    await expect(name).toHaveValue(called);
    await expect(purpose).toHaveValue("Quản lý giống");
    await (await officer.reach(purpose)).fill("Quản lý giống cây trồng");
    await officer.press(save);
    await expect(page).toHaveURL(own);
    await expect(purpose).toHaveValue("Quản lý giống cây trồng");
    await officer.open(list);
    await expect(page.getByRole("heading", { name: called })).toHaveCount(1);
    // Where a button is the first to save, one stays at the step, too.
    await officer.open(begins);
    await name.fill(`CSDL đàn giống ${info.project.name}`);
    await (await officer.reach(purpose)).fill("Quản lý đàn giống");
    await officer.press(save);
    await expect(page).toHaveURL(own);
    if (info.project.name === "phone") await expect(page).toHaveURL(/buoc=2/);
    await expect(purpose).toHaveValue("Quản lý đàn giống");
    await expect(purpose).toBeVisible();
  }
});

test("one more item is what one is led to, and is asked for once", async ({ person }) => {
  const officer = await person("canbo.nnmt");
  const page = officer.page;
  const items = page.getByLabel("Tên hạng mục", { exact: true });
  const places = [
    { begins: "/ra-soat/2026/so-nnmt/de-xuat-moi", save: "Lưu nháp" },
    { begins: "/de-xuat-de-danh/so-nnmt/moi", save: "Lưu bản nháp" },
  ];
  for (const { begins, save } of places) {
    await officer.open(begins);
    await page.getByLabel("Tên cơ sở dữ liệu").fill("CSDL ao nuôi");
    for (const [at, item] of ["Ao nuôi", "Giống thả"].entries()) {
      await (await officer.reach(items.nth(at))).fill(item);
      await officer.press("Thêm hạng mục");
      await expect(items).toHaveCount(at + 2);
      await expect(items.nth(at + 1)).toBeInViewport();
      if (officer.scripted) await expect(items.nth(at + 1)).toBeFocused();
    }
    await officer.press(save);
    await expect(items, "what is blank is none").toHaveCount(2);
  }
});

test("two writers of one kept draft lose nothing", async ({ person }) => {
  test.slow();
  const [phone, desk] = [await person("canbo.yte"), await person("canbo.yte")];
  const list = "/de-xuat-de-danh/so-yt";
  const name = (who: typeof phone) => who.page.getByLabel("Tên cơ sở dữ liệu");
  await desk.open(`${list}/moi`);
  await name(desk).fill("CSDL trạm y tế");
  await desk.press("Lưu và về danh sách bản nháp");
  await desk.open(list);
  const address = (await desk.page.getByRole("link", { name: /^Mở bản nháp/ }).getAttribute("href")) ?? "";
  await phone.open(address);
  await desk.open(address);
  await name(desk).fill("CSDL trạm y tế xã, phường");
  await desk.press("Lưu bản nháp");
  await name(phone).fill("CSDL trạm y tế lưu động");
  if (phone.scripted) {
    await expect(phone.page.getByText("Người khác đã lưu mục này")).toBeVisible();
    // Nothing that was typed goes with the page: the list leads to both.
    await phone.whole(list);
    await expect(phone.page.getByText("chưa được lưu vì người khác đã lưu trước")).toBeVisible();
    await phone.follow("So sánh hai bản");
  } else {
    await phone.press("Lưu bản nháp");
  }
  const page = phone.page;
  await expect(page.getByRole("heading", { name: "Có người vừa lưu bản khác" })).toBeVisible();
  await phone.audit();
  const both = page.getByRole("group", { name: /^Tên cơ sở dữ liệu/ });
  await expect(both.locator(".lines", { hasText: "xã, phường" })).toBeVisible();
  await expect(both.locator(".lines", { hasText: "lưu động" })).toBeVisible();
  await both.getByLabel("Hoặc ghép lại").fill("CSDL trạm y tế xã, phường, lưu động");
  await phone.press("Lưu lựa chọn");
  await phone.open(list);
  await expect(page.getByRole("link", { name: /^Mở bản nháp/ })).toHaveCount(1);
  await desk.open(address);
  await expect(name(desk)).toHaveValue("CSDL trạm y tế xã, phường, lưu động");
});

test("a text that makes an address too long for a Referer survives two failures", async ({ person, javaScriptEnabled }) => {
  test.skip(javaScriptEnabled !== false, "with a script the text stays in its fields");
  const officer = await person("canbo.yte");
  const page = officer.page;
  const text = "Quản lý bệnh viện. ".repeat(150).trim();
  const purpose = page.getByLabel(/^Mục đích/).first();
  await officer.open("/de-xuat-de-danh/so-yt/moi");
  await purpose.fill(text);
  await page.getByLabel("Nội dung khai báo và dữ liệu của CSDL này").selectOption({ label: "Có chứa bí mật nhà nước" });
  for (let time = 1; time <= 2; time += 1) {
    await officer.press("Lưu bản nháp");
    await expect(page).toHaveURL(/\/de-xuat-de-danh\/so-yt\/moi\?.{4096}/);
    await expect(purpose).toHaveValue(text);
  }
});

test("what was just typed of a proposal does not keep it from being taken out, or kept", async ({ person, javaScriptEnabled }) => {
  test.skip(javaScriptEnabled === false, "nothing saves itself without a script");
  const officer = await person("canbo.congthuong");
  const page = officer.page;
  const list = "/ra-soat/2026/so-ct";
  const name = page.getByLabel("Tên cơ sở dữ liệu");
  const status = page.locator("span.saved");
  /** Leaves a proposal open that saved itself after the page was made. */
  const write = async (text: string) => {
    await officer.open(`${list}/de-xuat-moi`);
    await name.fill("CSDL mới");
    await officer.press("Lưu nháp");
    await page.waitForURL(/de-xuat-\d+$/);
    await officer.ready();
    // The page of what is saved, which has this button, takes the place of the one that was sent.
    await expect(page.getByRole("button", { name: "Bỏ đề xuất này" }).first()).toBeVisible();
    await expect(page.locator("form[inert]"), "the new fields take what is typed").toHaveCount(0);
    await expect(status).toContainText(/phiên bản \d+/);
    const version = Number((await status.innerText()).match(/phiên bản (\d+)/)?.[1]);
    await name.fill(text);
    await expect(status).toContainText(`phiên bản ${version + 1}`);
  };
  await write("CSDL chợ đêm");
  await page.getByRole("button", { name: "Bỏ đề xuất này" }).first().click();
  await officer.press("Bỏ đề xuất này", page.locator("#hoi-xoa"));
  await page.waitForURL(new RegExp(`${list}$`));
  await expect(page.locator(".task", { hasText: "CSDL chợ đêm" })).toHaveCount(0);
  await write("CSDL hội chợ");
  await page.getByRole("button", { name: "Để dành cho năm sau" }).first().click();
  await officer.press("Để dành cho năm sau", page.locator("#hoi-de-danh"));
  await page.waitForURL("**/de-xuat-de-danh/so-ct");
  await expect(page.locator(".task", { hasText: "CSDL hội chợ" })).toHaveCount(1);
  // Pressed before the typed text saved itself: it goes first.
  await write("CSDL hội chợ xuân");
  await name.fill("CSDL hội chợ vùng cao");
  await page.getByRole("button", { name: "Để dành cho năm sau" }).first().click();
  await officer.press("Để dành cho năm sau", page.locator("#hoi-de-danh"));
  await page.waitForURL("**/de-xuat-de-danh/so-ct");
  await expect(page.locator(".task", { hasText: "CSDL hội chợ vùng cao" })).toHaveCount(1);
});
