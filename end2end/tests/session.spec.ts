// A session that ends while a form is being filled in, on one page of each kind: nothing that was typed is lost.
import { join } from "node:path";
import { PASSWORD, type Person, expect, test } from "./fixtures.ts";

test.use({ apart: "session" });

const ANNEX = join(import.meta.dirname, "../../server/demo/catalog_2023.xlsx");

type Form = { who: string; page: string; unfold?: string; fields: Record<string, string>; button: string };

const LADDER: Form = { who: "dieuphoi", page: "/quan-tri/nhac-viec", fields: { "#f-days": "97" }, button: "Thêm bước" };
const FORMS: Form[] = [
  LADDER,
  {
    who: "dieuphoi",
    page: "/ra-soat",
    fields: { "#f-year": "2031", "#f-letter_number": "12/SKHCN-CĐS", "#f-letter_date": "2031-10-01", "#f-due_on": "2031-11-20" },
    button: "Mở đợt rà soát",
  },
  {
    who: "dieuphoi",
    page: "/ra-soat/2026/don-doc?gia-han=so-yt",
    fields: { "#f-due_on": "2031-01-05", "#f-reason": "Bão lũ kéo dài" },
    button: "Gia hạn",
  },
  { who: "dieuphoi", page: "/lanh-dao/chi-so/duties_late?ky=2026", fields: { "#f-goal": "97" }, button: "Lưu mục tiêu" },
  { who: "quantri", page: "/quan-tri/tu-dong-nghia", fields: { "#f-phrases": "QZXKW; sổ đỏ", "#f-note": "thử" }, button: "Lưu" },
  // A page that everybody reads.
  {
    who: "canbo.yte",
    page: "/co-quan/so-yt",
    unfold: "Thay đầu mối",
    fields: { "#f-contact_name": "Nguyễn Thị Thử", "#f-contact_phone": "0262 000 0098" },
    button: "Lưu đầu mối",
  },
];

async function fill(person: Person, form: Form) {
  await person.open(form.page);
  if (form.unfold !== undefined) await person.page.locator("summary", { hasText: form.unfold }).click();
  for (const [field, typed] of Object.entries(form.fields)) await person.page.locator(field).fill(typed);
}

async function stays(person: Person, form: Form) {
  for (const [field, typed] of Object.entries(form.fields)) await expect(person.page.locator(field)).toHaveValue(typed);
}

/** Signs in where the page leads, and comes back to the form. */
async function signInAndBack(person: Person, form: Form) {
  const page = person.page;
  await page.locator('.errpage a[href^="/dang-nhap?next="]').first().click();
  await person.ready();
  await page.getByLabel("Tên đăng nhập").fill(form.who);
  await page.getByLabel("Mật khẩu").fill(PASSWORD);
  await page.locator("form.login__box button").click();
  await page.waitForURL((url) => form.page.startsWith(url.pathname));
  await person.ready();
}

for (const form of FORMS) {
  test(`what is typed at ${form.page} outlives the session`, async ({ person, javaScriptEnabled }) => {
    const someone = await person(form.who);
    const page = someone.page;
    const sent = page.locator("form", { has: page.locator(Object.keys(form.fields)[0] ?? "") });
    await fill(someone, form);
    await someone.context.clearCookies();
    await someone.press(form.button, sent);
    const told = page.getByRole("alert").filter({ hasText: "Chưa gửi được" });
    if (javaScriptEnabled === false) {
      await signInAndBack(someone, form);
      await expect(told.first()).toBeVisible();
    } else {
      await expect(told.first()).toBeVisible();
      await stays(someone, form);
      await someone.audit();
      await someone.signInBeside(form.who);
    }
    await stays(someone, form);
    await someone.press(form.button, sent);
    await expect(told).toHaveCount(0);
  });
}

test("a form with a file comes back with all but the file", async ({ person }) => {
  const form: Form = {
    who: "dieuphoi",
    page: "/quan-tri/nhap-danh-muc",
    fields: { "#f-number": "1234/QĐ-UBND", "#f-date": "2026-06-22", "#f-signer": "Nguyễn Văn Ký", "#f-signer_title": "CHỦ TỊCH" },
    button: "Đọc thử",
  };
  const coordinator = await person(form.who);
  await fill(coordinator, form);
  await coordinator.page.locator("#f-file").setInputFiles(ANNEX);
  await coordinator.context.clearCookies();
  await coordinator.press(form.button);
  await signInAndBack(coordinator, form);
  await stays(coordinator, form);
  await expect(coordinator.page.getByRole("alert").getByRole("link", { name: /^Tệp .*: chưa nhập$/ })).toBeVisible();
  await coordinator.audit();
});

test("what could not be sent for want of a connection stays", async ({ person, javaScriptEnabled }) => {
  test.skip(javaScriptEnabled === false, "the browser shows its own page then");
  const coordinator = await person(LADDER.who);
  const page = coordinator.page;
  await fill(coordinator, LADDER);
  await page.route("**/api/**", (route) => route.abort());
  await coordinator.press(LADDER.button, page.locator("form", { has: page.locator("#f-days") }));
  await expect(page.getByRole("alert")).toBeVisible();
  await stays(coordinator, LADDER);
  // The browser tells of what was aborted here.
  expect(coordinator.mistakes.splice(0).filter((told) => !told.includes("net::ERR_FAILED"))).toEqual([]);
});
