// The pictures of the guide and of the README, taken of the demonstration by `cargo xtask pictures`. Each shows the state
// that its chapter speaks of: what has to happen before is done here, by the people whose work it is.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type Person, expect, test } from "../tests/fixtures.ts";

const ROOT = join(import.meta.dirname, "../..");
const FOLDER = join(ROOT, "docs/hinh");
// The review of the demonstration that is under way.
const REVIEW = "/ra-soat/2026";
const LIST = `${REVIEW}/so-yt`;
const QUEUE = "/tham-dinh?nam=2026";
const FIRST = "Mở mục đầu chưa kết luận";
/** What the margins leave of a sheet of A4, at 96 dots an inch. */
const SHEET = { width: 661, height: 986 };

type Someone = (username?: string) => Promise<Person>;

type Picture = {
  file: string;
  /** Who looks; a visitor where it names nobody. */
  of?: string;
  path: string;
  /** What happened before. */
  before?: (person: Someone) => Promise<void>;
  /** What the looker does on the page. */
  act?: (looker: Person) => Promise<void>;
  /** What is to be seen of a page that is longer than the screen. */
  at?: string;
  /** As it is printed. */
  print?: boolean;
};

/** The officer changes one entry. */
async function change(person: Someone) {
  const officer = await person("canbo.yte");
  const page = officer.page;
  await officer.open(`${LIST}/DC-039?kieu=modify`);
  const purpose = await officer.reach(page.getByLabel("Mục đích", { exact: true }));
  await purpose.fill("Quản lý cấp phép hoạt động và chứng chỉ hành nghề y, dược. Giúp người dân tìm cơ sở hợp pháp gần nơi ở.");
  const secret = await officer.reach(page.getByLabel("Nội dung khai báo và dữ liệu của CSDL này"));
  await secret.selectOption("Không chứa bí mật nhà nước");
  await officer.press("Lưu và về danh sách");
}

/** The officer keeps the other entries. */
async function keepRest(person: Someone) {
  const officer = await person("canbo.yte");
  await officer.open(LIST);
  await officer.press(/^Giữ nguyên cả \d+ CSDL/);
}

/** The officer lays the answers before the head. */
async function lay(person: Someone) {
  const officer = await person("canbo.yte");
  await officer.open(`${LIST}/kiem-tra`);
  await officer.press("Trình lãnh đạo duyệt");
}

/** The head sends them. */
async function send(person: Someone) {
  const head = await person("lanhdao.yte");
  await head.open(LIST);
  await head.press("Duyệt và gửi");
}

/** All that was sent is decided, the review closed, and its draft laid before the executive office. */
async function submit(person: Someone) {
  // Nobody appraises the answers of their own agency.
  for (const username of ["dieuphoi", "vanphong"]) {
    const appraiser = await person(username);
    await appraiser.open(QUEUE);
    await appraiser.press(/Chấp nhận \d+ mục giữ nguyên/);
    const open = appraiser.page.getByRole("link", { name: FIRST });
    for (await appraiser.open(QUEUE); (await open.count()) > 0; await appraiser.open(QUEUE)) {
      await appraiser.follow(FIRST);
      await appraiser.press("Chấp nhận các điểm còn lại");
    }
  }
  const coordinator = await person("dieuphoi");
  const page = coordinator.page;
  await coordinator.open(REVIEW);
  await page.getByLabel(/Đóng dù còn cơ quan/).check();
  await page.getByRole("button", { name: "Đóng đợt rà soát" }).click();
  await coordinator.press("Đóng đợt", page.getByRole("dialog"));
  await coordinator.open(REVIEW);
  await coordinator.press("Tổng hợp bản dự thảo");
  await page.waitForURL(`**${REVIEW}/du-thao`);
  await coordinator.press("Trình Văn phòng UBND tỉnh");
  await expect(page.getByText("Đã trình").first()).toBeVisible();
}

/** An answer is chosen, and stands beside the queue. */
async function choose(looker: Person) {
  await looker.follow(FIRST);
  await looker.page.locator(".fb").first().waitFor();
}

// By the project whose screen they show, in this order: each stands on what was done for those before it.
const PICTURES: Record<string, Picture[]> = {
  phone: [
    { file: "can-bo-viec", of: "canbo.yte", path: "/viec-cua-toi" },
    { file: "chi-so-don-vi", of: "canbo.yte", path: "/chi-so-don-vi" },
    { file: "can-bo-danh-sach", of: "canbo.yte", path: LIST, before: change },
    { file: "can-bo-sua-doi", of: "canbo.yte", path: `${LIST}/DC-039?kieu=modify&buoc=3`, at: ".step--here" },
    { file: "can-bo-kiem-tra", of: "canbo.yte", path: `${LIST}/kiem-tra`, before: keepRest },
    { file: "lanh-dao-co-quan", of: "lanhdao.yte", path: LIST, before: lay, at: '[aria-labelledby="duyet"]' },
    { file: "bien-nhan", of: "canbo.yte", path: LIST, before: send, at: ".review__cols > .panel:has(code)" },
  ],
  desktop: [
    { file: "trang-chu", path: "/" },
    { file: "danh-muc", path: "/danh-muc?q=giay+phep+xay+dung" },
    { file: "thong-ke", path: "/thong-ke" },
    { file: "hang-doi", of: "dieuphoi", path: QUEUE },
    { file: "tham-dinh", of: "dieuphoi", path: QUEUE, act: choose, at: ".fb" },
    { file: "bang-theo-doi", of: "dieuphoi", path: REVIEW },
    { file: "don-doc", of: "dieuphoi", path: `${REVIEW}/don-doc` },
    { file: "nghia-vu", of: "dieuphoi", path: "/theo-doi" },
    { file: "do-moi", of: "dieuphoi", path: "/theo-doi/do-moi" },
    { file: "bao-cao", of: "dieuphoi", path: "/bao-cao/2025-tong-hop" },
    { file: "lanh-dao", of: "lanhdao", path: "/lanh-dao" },
    { file: "lanh-dao-hop", of: "lanhdao", path: "/lanh-dao/hop" },
    { file: "lanh-dao-in", of: "lanhdao", path: "/lanh-dao", print: true },
    { file: "van-phong", of: "vanphong", path: `${REVIEW}/du-thao`, before: submit },
    { file: "van-phong-quyet-dinh", of: "vanphong", path: `${REVIEW}/du-thao`, at: '[aria-labelledby="qd"]' },
  ],
};

test("the guide and the README show each of the pictures, and no other", async ({}, { project }) => {
  test.skip(project.name !== "desktop", "once is enough");
  const texts = ["docs/huong-dan.md", "README.md"].map((name) => readFileSync(join(ROOT, name), "utf8"));
  const shown = [...texts.join("\n").matchAll(/hinh\/([\w-]+)\.png/g)].map(([, file]) => file);
  const taken = Object.values(PICTURES).flatMap((some) => some.map(({ file }) => file));
  expect(new Set(shown)).toEqual(new Set(taken));
});

test("pictures", async ({ person }, { project }) => {
  test.slow();
  for (const { file, of, path, before, act, at, print } of PICTURES[project.name] ?? []) {
    await test.step(file, async () => {
      await before?.(person);
      const looker = await person(of);
      const page = looker.page;
      await looker.open(path);
      await act?.(looker);
      if (print === true) {
        await page.emulateMedia({ media: "print" });
        await page.setViewportSize(SHEET);
      }
      await page.evaluate(() => document.fonts.ready);
      if (at !== undefined) await page.locator(at).first().evaluate((part) => part.scrollIntoView({ block: "nearest" }));
      await page.screenshot({ path: join(FOLDER, `${file}.png`), animations: "disabled" });
    });
  }
});
