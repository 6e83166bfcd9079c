// An officer on a phone, with and without scripts: from the notice over the tasks to the short form, one thing a page, the
// check page and the sending; and the receipt, once the head has approved on a phone too.
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { expect, test } from "./fixtures.ts";

test.use({ apart: "phone" });

const SCREEN = { width: 390, height: 844 };
const LIST = "/ra-soat/2026/so-ct";
const REASON = "Số liệu đã chuyển vào hệ thống của Bộ Công Thương";

test("from the notice to the receipt", async ({ person }, info) => {
  test.skip(info.project.name === "desktop", "the screen of a phone");
  test.slow();
  const onPhone = async (username: string) => {
    const someone = await person(username);
    await someone.page.setViewportSize(SCREEN);
    return someone;
  };
  const officer = await onPhone("canbo.congthuong");
  const page = officer.page;

  await test.step("the notice and the task lead to the agency's answers", async () => {
    await officer.whole("/thong-bao");
    const card = page.locator("li.task", { hasText: "Rà soát năm 2026 đã mở" });
    await expect(card).toContainText("Theo văn bản số 1450/SKHCN-CĐS.");
    await card.getByRole("link").click();
    await page.waitForURL(`**${LIST}`);
    await officer.whole("/viec-cua-toi");
    await officer.follow("Trả lời rà soát");
    await page.waitForURL(`**${LIST}`);
    await officer.whole(LIST);
  });

  await test.step("the short form asks one thing a page", async () => {
    const code = await page.locator(".task--open .task__top").first().getAttribute("id");
    const address = `${LIST}/${code}?kieu=withdraw`;
    const here = (step: number) => page.getByRole("heading", { name: `Bước ${step}/2`, exact: true });
    const choice = page.getByRole("navigation", { name: "Đổi câu trả lời" });
    const reason = page.getByLabel("Lý do bãi bỏ");
    await page.locator(".task--open").first().getByRole("link", { name: "Bãi bỏ", exact: true }).click();
    await page.waitForURL(`**${address}`);
    await officer.whole(address);
    await expect(here(2)).toBeVisible();
    await expect(choice).toBeHidden();
    await page.locator("[data-step]").getByRole("link", { name: "Quay lại", exact: true }).locator("visible=true").click();
    await expect(here(1)).toBeVisible();
    await expect(reason).toBeHidden();
    await officer.audit();
    await choice.getByRole("link", { name: "Bãi bỏ", exact: true }).click();
    await expect(here(2)).toBeVisible();
    // That page is loaded anew.
    await officer.open(address);
    await page.getByLabel("Ngày thực hiện").fill("2027-01-01");
    await reason.fill(REASON);
    if (officer.scripted) {
      await expect(page.getByText(/Đã lưu .*phiên bản \d+/)).toBeVisible();
      await officer.open(address);
      await expect(reason).toHaveValue(REASON);
      await expect(page.getByLabel("Ngày thực hiện")).toHaveValue("2027-01-01");
    }
    await officer.press("Lưu câu trả lời");
    await page.waitForURL(new RegExp(`${LIST}(#.*)?$`));
  });

  await test.step("the rest is kept, all is read once more, and laid before the head", async () => {
    await officer.open(LIST);
    await officer.press(/^Giữ nguyên cả \d+ CSDL/);
    await officer.open(LIST);
    await officer.follow("Kiểm tra trước khi gửi");
    await page.waitForURL(`**${LIST}/kiem-tra`);
    await officer.whole(`${LIST}/kiem-tra`);
    const said = page.locator("section.panel", { hasText: REASON });
    await expect(said).toContainText("Bãi bỏ");
    await expect(said).toContainText("01/01/2027");
    await officer.press("Trình lãnh đạo duyệt");
    await expect(page.getByText("Chờ lãnh đạo duyệt").first()).toBeVisible();
  });

  const head = await onPhone("lanhdao.congthuong");
  await test.step("the head is told, reads and sends", async () => {
    await head.whole("/thong-bao");
    await expect(head.page.getByText("câu trả lời của Sở Công Thương chờ lãnh đạo duyệt")).toBeVisible();
    await head.whole("/viec-cua-toi");
    await head.follow("Duyệt và gửi bản trả lời");
    await head.page.waitForURL(`**${LIST}`);
    await head.whole(LIST);
    await head.press("Duyệt và gửi");
    await expect(head.page.getByText("Đã gửi").first()).toBeVisible();
    // Nothing was proposed, and nothing can be any more.
    await expect(head.page.getByRole("heading", { name: /^Đề xuất CSDL mới/ })).toHaveCount(0);
  });

  await test.step("both have the receipt: its number, and the hash of what was sent", async () => {
    const hashes: string[] = [];
    for (const who of [head, officer]) {
      await who.whole(LIST);
      const heading = who.page.getByRole("heading", { name: "Biên nhận", exact: true });
      const receipt = who.page.locator("section.panel", { has: heading });
      await expect(receipt).toContainText("Số RS-2026-so-ct-1");
      // It is what one looks for after sending: it stands before the answers.
      await expect(who.page.locator(".review__cols > :first-child")).toContainText("Số RS-2026-so-ct-1");
      hashes.push(await receipt.locator("code").innerText());
    }
    expect(hashes[0]).toMatch(/^[0-9a-f]{64}$/);
    expect(hashes[1]).toBe(hashes[0]);
    // Anybody can take the hash anew.
    const started = page.waitForEvent("download");
    await page.getByRole("link", { name: "Tải nội dung đã gửi (JSON): RS-2026-so-ct-1", exact: true }).click();
    const file = await started;
    expect(file.suggestedFilename()).toBe("RS-2026-so-ct-1.json");
    expect(createHash("sha256").update(await readFile(await file.path())).digest("hex")).toBe(hashes[0]);
    await officer.open("/viec-cua-toi");
    await expect(page.getByRole("link", { name: "Trả lời rà soát" })).toHaveCount(0);
  });
});
