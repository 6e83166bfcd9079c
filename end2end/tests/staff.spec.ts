// The pages of each role: whole, audited; what one may not do is not offered and not given.
import { expect, test } from "./fixtures.ts";

const PAGES: [string, string[]][] = [
  ["dieuphoi", ["/viec-cua-toi", "/ra-soat", "/ra-soat/2026", "/tham-dinh", "/lanh-dao", "/quan-tri/nhap-danh-muc", "/tham-dinh/trung-lap", "/quan-tri/csdl-quoc-gia", "/quan-tri/van-ban"]],
  ["canbo.yte", ["/viec-cua-toi", "/ra-soat/2026/so-yt", "/ra-soat/2026/so-yt/kiem-tra", "/ra-soat/2026/so-yt/DC-039", "/ra-soat/2026/so-yt/de-xuat-moi"]],
  ["lanhdao", ["/lanh-dao", "/ra-soat/2026", "/ra-soat/2026?loc=late"]],
];

for (const [username, paths] of PAGES) {
  test(`the pages of ${username}`, { tag: "@pages" }, async ({ person }) => {
    const someone = await person(username);
    for (const path of paths) {
      await someone.whole(path);
    }
  });
}

test("a wrong password is told, and the name kept", async ({ person }) => {
  const someone = await person();
  await someone.open("/dang-nhap");
  await someone.page.getByLabel("Tên đăng nhập").fill("dieuphoi");
  await someone.page.getByLabel("Mật khẩu").fill("sai-mat-khau");
  await someone.page.locator("form.login__box button").click();
  await expect(someone.page.getByText("tên đăng nhập hoặc mật khẩu không đúng").first()).toBeVisible();
  await expect(someone.page.getByLabel("Tên đăng nhập")).toHaveValue("dieuphoi");
});

test("an agency's answers are hidden from another agency", async ({ person }) => {
  const officer = await person("canbo.congthuong");
  const answer = await officer.page.request.get(`${officer.site.url}/ra-soat/2026/so-yt`);
  expect(answer.status()).toBe(404);
});

test("typing saves by itself, and an ended session loses nothing", async ({ person, javaScriptEnabled }, info) => {
  test.skip(javaScriptEnabled === false, "saving while typing needs JavaScript");
  const agency = info.project.name === "phone" ? "congthuong" : "nnmt";
  const officer = await person(`canbo.${agency}`);
  const id = agency === "nnmt" ? "so-nnmt" : "so-ct";
  await officer.open(`/ra-soat/2026/${id}`);
  await officer.follow("Sửa đổi");
  const purpose = officer.page.getByLabel("Mục đích", { exact: true });
  await (await officer.reach(purpose)).fill("Mục đích đang gõ dở");
  await expect(officer.page.getByText(/Đã lưu .*phiên bản 1/)).toBeVisible();
  await officer.reload();
  await expect(purpose).toHaveValue("Mục đích đang gõ dở");
  await officer.reach(purpose);
  await officer.context.clearCookies();
  await purpose.fill("Gõ tiếp sau khi phiên đã hết");
  await expect(officer.page.getByText("Phiên làm việc đã hết")).toBeVisible();
  await expect(purpose).toHaveValue("Gõ tiếp sau khi phiên đã hết");
});

test("a new proposal saves itself under the writer's hands, once", async ({ person, javaScriptEnabled }, info) => {
  test.skip(javaScriptEnabled === false, "saving while typing needs JavaScript");
  const [agency, id] = info.project.name === "phone" ? ["congthuong", "so-ct"] : ["nnmt", "so-nnmt"];
  const officer = await person(`canbo.${agency}`);
  await officer.open(`/ra-soat/2026/${id}/de-xuat-moi`);
  const name = officer.page.getByLabel("Tên cơ sở dữ liệu");
  await name.pressSequentially("CSDL thử nghiệm");
  await expect(officer.page.getByText(/Đã lưu .*phiên bản 1/)).toBeVisible();
  await expect(name).toBeFocused();
  await name.pressSequentially(" mới");
  await expect(officer.page.getByText(/Đã lưu .*phiên bản 2/)).toBeVisible();
  await expect(name).toHaveValue("CSDL thử nghiệm mới");
  await officer.open(`/ra-soat/2026/${id}`);
  await expect(officer.page.getByRole("link", { name: /CSDL thử nghiệm mới/ })).toHaveCount(1);
});

test("what is typed or pressed while a slow save is under way follows it", async ({ person, javaScriptEnabled }, info) => {
  test.skip(javaScriptEnabled === false, "saving while typing needs JavaScript");
  const [agency, id] = info.project.name === "phone" ? ["congthuong", "so-ct"] : ["nnmt", "so-nnmt"];
  const officer = await person(`canbo.${agency}`);
  const page = officer.page;
  let go = () => {};
  let gate = new Promise<void>((resolve) => (go = resolve));
  await page.route("**/api/answer-save", async (route) => {
    await gate;
    await route.continue();
  });
  await officer.open(`/ra-soat/2026/${id}/de-xuat-moi`);
  const name = page.getByLabel("Tên cơ sở dữ liệu");
  await name.pressSequentially("CSDL mạng chậm");
  await expect(page.getByText("Đang lưu…")).toBeVisible();
  await name.pressSequentially(" một");
  // Longer than the pause after which a form saves itself: that timer finds the save still under way.
  await page.waitForTimeout(2_500);
  go();
  await expect(page.getByText(/Đã lưu .*phiên bản 2/)).toBeVisible();
  gate = new Promise<void>((resolve) => (go = resolve));
  await name.pressSequentially(" hai");
  await expect(page.getByText("Đang lưu…")).toBeVisible();
  await page.getByRole("button", { name: "Lưu và về danh sách" }).click();
  go();
  await page.waitForURL(new RegExp(`/ra-soat/2026/${id}(#.*)?$`));
  await expect(page.getByRole("link", { name: /CSDL mạng chậm một hai/ })).toHaveCount(1);
});

test("a form is checked before it is sent, and by the server where there is no script", async ({ person, javaScriptEnabled }) => {
  const coordinator = await person("dieuphoi");
  const page = coordinator.page;
  await coordinator.open("/ra-soat");
  await expect(page.getByText(/Rà soát năm 2026. chưa kết thúc/)).toBeVisible();
  await page.getByLabel("Số công văn").fill("1450/SKHCN-CĐS");
  await page.getByLabel("Ngày công văn").fill("2027-10-01");
  await page.getByLabel("Hạn nộp").fill("2027-09-01");
  let sent = 0;
  page.on("request", (request) => (sent += request.method() === "POST" ? 1 : 0));
  await page.getByRole("button", { name: "Mở đợt rà soát" }).click();
  const summary = page.getByRole("alert");
  await expect(summary.getByRole("link", { name: /^Năm: / })).toBeVisible();
  await expect(summary.getByRole("link", { name: /^Hạn nộp: / })).toBeVisible();
  await expect(page.getByLabel("Năm", { exact: true })).toHaveAttribute("aria-invalid", "true");
  await expect(page.getByLabel("Số công văn")).toHaveValue("1450/SKHCN-CĐS");
  expect(sent).toBe(javaScriptEnabled === false ? 1 : 0);
  if (javaScriptEnabled !== false) await coordinator.audit();
});
