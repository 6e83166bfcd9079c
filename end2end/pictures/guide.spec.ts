// The pictures of the guide and of the README, taken of the demonstration by `cargo xtask pictures`.
import { join } from "node:path";
import { test } from "../tests/fixtures.ts";

const FOLDER = join(import.meta.dirname, "../../docs/hinh");
const REVIEW = `/ra-soat/${new Date().getFullYear()}`;

type Picture = { file: string; of?: string; path: string };

// By the project whose screen they show. `of`: who looks.
const PICTURES: Record<string, Picture[]> = {
  phone: [
    { file: "can-bo-viec", of: "canbo.yte", path: "/viec-cua-toi" },
    { file: "can-bo-danh-sach", of: "canbo.yte", path: `${REVIEW}/so-yt` },
    { file: "can-bo-sua-doi", of: "canbo.yte", path: `${REVIEW}/so-yt/DC-039?kieu=modify` },
    { file: "can-bo-kiem-tra", of: "canbo.yte", path: `${REVIEW}/so-yt/kiem-tra` },
    { file: "lanh-dao-co-quan", of: "lanhdao.yte", path: `${REVIEW}/so-yt` },
    { file: "chi-so-don-vi", of: "canbo.yte", path: "/chi-so-don-vi" },
  ],
  desktop: [
    { file: "trang-chu", path: "/" },
    { file: "danh-muc", path: "/danh-muc?q=giay+phep+xay+dung" },
    { file: "tham-dinh", of: "dieuphoi", path: "/tham-dinh" },
    { file: "bang-theo-doi", of: "dieuphoi", path: REVIEW },
    { file: "don-doc", of: "dieuphoi", path: `${REVIEW}/don-doc` },
    { file: "nghia-vu", of: "dieuphoi", path: "/theo-doi" },
    { file: "do-moi", of: "dieuphoi", path: "/theo-doi/do-moi" },
    { file: "lanh-dao", of: "lanhdao", path: "/lanh-dao" },
    { file: "bao-cao", of: "dieuphoi", path: "/bao-cao/2025-tong-hop" },
    { file: "van-phong", of: "vanphong", path: "/ra-soat/2024/du-thao" },
  ],
};

test("pictures", async ({ person }, { project }) => {
  for (const { file, of, path } of PICTURES[project.name] ?? []) {
    const someone = await person(of);
    await someone.open(path);
    await someone.page.evaluate(() => document.fonts.ready);
    await someone.page.screenshot({ path: join(FOLDER, `${file}.png`), animations: "disabled" });
  }
});
