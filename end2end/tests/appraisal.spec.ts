// The appraiser's queue: worked by keyboard in its order, and narrowed.
import type { Locator } from "@playwright/test";
import { type Person, expect, test } from "./fixtures.ts";

test.use({ apart: "appraisal" });

const QUEUE = "/tham-dinh?nam=2026";

/** By a key, or by the link that the key follows where no script runs. */
async function go(appraiser: Person, key: string, link: string) {
  if (appraiser.scripted) await appraiser.page.keyboard.press(key);
  else await appraiser.follow(link);
}

/** What is for the person to decide: not the answer of their own agency. */
function toDo(appraiser: Person) {
  return appraiser.page.locator("tbody.queue tr").filter({ hasNotText: "Cơ quan của bạn" });
}

test("the next answer comes in the order of the queue, and round its end", async ({ person }) => {
  const appraiser = await person("dieuphoi");
  const page = appraiser.page;
  await appraiser.open(QUEUE);
  const names = await toDo(appraiser).locator("th a").allInnerTexts();
  expect(names.length).toBeGreaterThanOrEqual(3);
  const chosen = page.locator(".ap__head h2");
  await go(appraiser, "n", "Mở mục đầu chưa kết luận");
  for (const name of names) {
    await expect(chosen).toHaveText(name);
    await go(appraiser, "n", "Sang mục sau");
  }
  await expect(chosen).toHaveText(names[0] ?? "");
  await appraiser.audit();
  if (!appraiser.scripted) {
    await appraiser.follow("Về mục trước");
    await expect(chosen).toHaveText(names.at(-1) ?? "");
    return;
  }
  // From point to point, and over the first of them to the answer before.
  await page.keyboard.press("j");
  await expect(page.locator(".fb h3").first()).toBeFocused();
  await page.keyboard.press("k");
  await expect(chosen).toHaveText(names.at(-1) ?? "");
});

test("the queue is narrowed, and the narrowing stays in the address", async ({ person }) => {
  const appraiser = await person("dieuphoi");
  const page = appraiser.page;
  await appraiser.whole(QUEUE);
  const names = page.locator("tbody.queue th a");
  const name = await names.first().innerText();
  const bare = name.normalize("NFD").replace(/\p{M}/gu, "").replace(/đ/g, "d").replace(/Đ/g, "D");
  await page.getByText("Lọc thêm").click();
  await page.getByLabel("Tên hoặc mã").fill(bare);
  await page.getByLabel("Loại trả lời").selectOption({ label: "Sửa đổi" });
  await page.getByLabel("Đang chờ gì").selectOption({ label: "Chờ người thẩm định" });
  await page.getByRole("button", { name: "Lọc", exact: true }).click();
  await page.waitForURL(/loai=modify/);
  // With a script only what narrows stands in the address.
  if (appraiser.scripted) expect(new URL(page.url()).search).not.toMatch(/=(&|$)/);
  await page.waitForLoadState("networkidle");
  await expect(names).toHaveText([name]);
  await expect(page.getByLabel("Tên hoặc mã")).toHaveValue(bare);
  await expect(page.locator('thead a[href*="loai=modify"][href*="cho=appraiser"]')).toHaveCount(5);
  await appraiser.audit();
  await appraiser.open(`${QUEUE}&loai=merge`);
  await expect(page.getByText("Không có mục nào với điều kiện này.")).toBeVisible();
  await expect(page.getByRole("button", { name: /Chấp nhận \d+ mục giữ nguyên/ })).toHaveCount(0);
});

test("unchanged entries are read before they are accepted together, and found by their kind", async ({ person }) => {
  const appraiser = await person("dieuphoi");
  const page = appraiser.page;
  await appraiser.open(QUEUE);
  const accept = page.getByRole("button", { name: /Chấp nhận \d+ mục giữ nguyên/ });
  await expect(accept).toBeHidden();
  await page.getByText(/^Xem rồi chấp nhận \d+ mục giữ nguyên/).click();
  await expect(accept).toBeVisible();
  const first = page.locator("#giu-nguyen li a").first();
  await expect(first).toBeVisible();
  await appraiser.audit();
  const name = await first.innerText();
  await appraiser.open(`${QUEUE}&loai=keep`);
  await expect(page.locator("tbody.queue th a").filter({ hasText: name }).first()).toBeVisible();
  await expect(page.locator("tbody.queue tr").first()).toContainText("Giữ nguyên");
});

test("another order of the table is the order of the keys, and what is decided keeps its place in it", async ({ person }) => {
  const appraiser = await person("dieuphoi");
  const page = appraiser.page;
  await appraiser.open(`${QUEUE}&sap-xep=code`);
  const codes = await toDo(appraiser).locator(".code").allInnerTexts();
  expect(codes).toEqual([...codes].sort());
  const chosen = page.locator(".ap__head .code");
  await go(appraiser, "n", "Mở mục đầu chưa kết luận");
  await expect(chosen).toHaveText(codes[0] ?? "");
  await go(appraiser, "n", "Sang mục sau");
  await expect(chosen).toHaveText(codes[1] ?? "");
  await appraiser.press("Chấp nhận các điểm còn lại");
  await expect(page.locator(".fb header").getByText("Chấp nhận").first()).toBeVisible();
  const counted = page.getByRole("status").filter({ hasText: /^Đã chấp nhận \d+ điểm\.$/ });
  if (appraiser.scripted) await expect(counted).toBeVisible();
  await go(appraiser, "n", "Sang mục sau");
  await expect(chosen).toHaveText(codes[2] ?? "");
  await expect(counted).toHaveCount(0);
  // It is passed over on the way back.
  await appraiser.follow("Về mục trước");
  await expect(chosen).toHaveText(codes[0] ?? "");
});

test("a verdict that is sent after the session ended is not lost", async ({ person, javaScriptEnabled }) => {
  test.skip(javaScriptEnabled === false, "without JavaScript it is the server's: signed_out.rs");
  const appraiser = await person("dieuphoi");
  const page = appraiser.page;
  await appraiser.open(QUEUE);
  await go(appraiser, "n", "Mở mục đầu chưa kết luận");
  const point = page.locator(".fb").first();
  const reason = point.getByLabel("Lý do, nhận xét gửi đơn vị");
  const said = "Chưa nêu căn cứ của tần suất mới";
  await expect(reason).toBeVisible();
  await appraiser.ready();
  await point.getByRole("radio", { name: "Từ chối" }).check();
  await reason.fill(said);
  await appraiser.context.clearCookies();
  await appraiser.press("Ghi kết luận", point);
  const told = page.getByRole("alert");
  await expect(told).toContainText("Chưa gửi được");
  await expect(reason).toHaveValue(said);
  await expect(point.getByRole("radio", { name: "Từ chối" })).toBeChecked();
  await appraiser.audit();
  await appraiser.signInBeside("dieuphoi");
  await expect(reason).toHaveValue(said);
  await appraiser.press("Ghi kết luận", point);
  await expect(point.locator("header").getByText("Từ chối")).toBeVisible();
  await expect(point.locator("p.lines", { hasText: said })).toBeVisible();
  await expect(told).toHaveCount(0);
});

test("the keys choose and lead, rest while one types, and are silent once they are turned off", async ({ person }, info) => {
  test.skip(info.project.name === "no-js", "without a script there are no keys");
  test.skip(info.project.name === "phone", "a screen of a phone has no switch of them");
  const appraiser = await person("dieuphoi");
  const page = appraiser.page;
  await appraiser.open(QUEUE);
  const names = await toDo(appraiser).locator("th a").allInnerTexts();
  expect(names.length).toBeGreaterThanOrEqual(3);
  const chosen = page.locator(".ap__head h2");
  const keys = page.getByRole("checkbox", { name: "Phím tắt" });
  const point = page.locator(".fb").first();
  const heading = point.locator("h3");
  const accept = point.getByRole("radio", { name: "Chấp nhận", exact: true });
  const refuse = point.getByRole("radio", { name: "Từ chối", exact: true });
  const reason = point.getByLabel("Lý do, nhận xét gửi đơn vị");
  const question = point.getByLabel("Câu hỏi", { exact: true });
  const comment = page.getByLabel("Ý kiến gửi đơn vị khi trả lại");
  const sent: string[] = [];
  page.on("request", (request) => {
    if (request.method() === "POST") sent.push(request.url());
  });
  for (const name of names.slice(0, 2)) {
    await page.keyboard.press("n");
    await expect(chosen).toHaveText(name);
  }

  await test.step("turned off, none does anything, on the next answer neither", async () => {
    await keys.uncheck();
    for (const key of "jktlhcn") await page.keyboard.press(key);
    await expect(keys).toBeFocused();
    await expect(accept).toBeChecked();
    await expect(question).toBeHidden();
    await expect(comment).toBeHidden();
    await expect(chosen).toHaveText(names[1] ?? "");
    await appraiser.follow("Sang mục sau");
    await expect(chosen).toHaveText(names[2] ?? "");
    await expect(keys).not.toBeChecked();
    expect(sent).toEqual([]);
    // On this device, for the next visit too.
    await appraiser.reload();
    await expect(keys).not.toBeChecked();
    await page.keyboard.press("n");
    await expect(chosen).toHaveText(names[2] ?? "");
  });

  await test.step("turned on again, each goes to its field", async () => {
    await keys.check();
    await page.keyboard.press("j");
    await expect(heading).toBeFocused();
    await page.keyboard.press("t");
    await expect(refuse).toBeChecked();
    await expect(reason).toBeFocused();
    // Typed into the field, it is a letter.
    await page.keyboard.press("c");
    await expect(reason).toHaveValue("c");
    await expect(refuse).toBeChecked();
    await reason.fill("");
    await heading.focus();
    await page.keyboard.press("h");
    await expect(question).toBeFocused();
    await heading.focus();
    await page.keyboard.press("l");
    await expect(comment).toBeFocused();
    await appraiser.audit();
    expect(sent).toEqual([]);
  });

  const second = page.locator(".fb").nth(1);
  const accepted = (one: Locator) => one.locator("header").getByText("Chấp nhận", { exact: true });

  await test.step("accepting is sent, and the point stays at hand", async () => {
    await heading.focus();
    await page.keyboard.press("c");
    await expect(accepted(point)).toBeVisible();
    await expect(heading).toBeFocused();
    await expect(point).toHaveAttribute("aria-current", "true");
    expect(sent).toHaveLength(1);
    await appraiser.audit();
  });

  await test.step("what is decided is not decided again, but opened", async () => {
    await page.keyboard.press("c");
    await expect(accept).toBeFocused();
    expect(sent).toHaveLength(1);
  });

  await test.step("from there one goes on, by capital letters too", async () => {
    await page.keyboard.press("J");
    await expect(second.locator("h3")).toBeFocused();
    await expect(second).toHaveAttribute("aria-current", "true");
    await expect(point).not.toHaveAttribute("aria-current");
    // The browser's own.
    await page.keyboard.press("Control+c");
    expect(sent).toHaveLength(1);
    await page.keyboard.press("C");
    await expect(accepted(second)).toBeVisible();
    await expect(accepted(point)).toBeVisible();
    expect(sent).toHaveLength(2);
  });
});

test("what is typed about an answer stands in no other's form, and a form looks at itself each time", async ({ person }) => {
  const appraiser = await person("dieuphoi");
  test.skip(!appraiser.scripted, "without a script each page is drawn anew");
  const page = appraiser.page;
  await appraiser.open(QUEUE);
  await go(appraiser, "n", "Mở mục đầu chưa kết luận");
  const chosen = page.locator(".ap__head h2");
  // The first that is to be decided: tests before decided others.
  const refuse = page.getByRole("radio", { name: "Từ chối" });
  const point = page.locator(".fb").filter({ has: refuse }).first();
  const reason = point.getByLabel("Lý do, nhận xét gửi đơn vị");
  const comment = page.getByLabel("Ý kiến gửi đơn vị khi trả lại");
  const name = await chosen.innerText();
  await appraiser.ready();
  await point.locator(refuse).check();
  await reason.fill("Chưa nêu căn cứ");
  await page.getByText("Trả lại cả mục", { exact: true }).first().click();
  await comment.fill("Đề nghị bổ sung");
  await appraiser.follow("Sang mục sau");
  await expect(chosen).not.toHaveText(name);
  await expect(point.getByRole("radio", { name: "Chấp nhận", exact: true })).toBeChecked();
  await expect(reason).toHaveValue("");
  await expect(comment).toHaveValue("");

  await test.step("a question that is empty is told at its field, before one was sent and after", async () => {
    const question = point.getByLabel("Câu hỏi", { exact: true });
    const sent: string[] = [];
    page.on("request", (request) => {
      if (request.method() === "POST") sent.push(request.url());
    });
    const empty = async () => {
      // Once something was sent it is folded again.
      if (!(await question.isVisible())) await point.getByText("Hỏi đơn vị về điểm này").click();
      await question.fill("");
      await point.getByRole("button", { name: "Gửi câu hỏi" }).click();
      await expect(question).toHaveAttribute("aria-invalid", "true");
      await expect(point.locator(".field__error")).toHaveText("chưa nhập");
    };
    await empty();
    await question.fill("Căn cứ nào?");
    await appraiser.press("Gửi câu hỏi", point);
    await expect(point.locator(".talk", { hasText: "Căn cứ nào?" })).toBeVisible();
    await expect(question).toHaveValue("");
    await empty();
    const decide = point.getByRole("button", { name: "Ghi kết luận, không chờ trả lời" });
    await expect(decide).toBeVisible();
    if (test.info().project.name === "desktop") {
      // While the question waits the key leads to the button, no further.
      await point.locator("h3").focus();
      await page.keyboard.press("c");
      await expect(decide).toBeFocused();
    }
    expect(sent).toHaveLength(1);
  });
});
