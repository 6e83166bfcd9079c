// Searching: what is typed wrong is found, what was found is marked and says where, and the keyboard goes through the
// suggestions.
import { expect, test } from "./fixtures.ts";

test("keys typed without an input method find, and the page says what was looked for", async ({ person }) => {
  const visitor = await person();
  await visitor.open("/danh-muc?q=ddaats+ddai");
  await expect(visitor.page.locator(".cat__meant")).toContainText("đất đai");
  await expect(visitor.page.locator(".hit").first()).toContainText("CSDL đất đai");
  await expect(visitor.page.locator(".hit mark").first()).toBeVisible();
});

test("a synonym of the table finds", async ({ person }) => {
  const visitor = await person();
  await visitor.open("/danh-muc?q=" + encodeURIComponent("sổ đỏ"));
  await expect(visitor.page.locator(".hit").first()).toContainText("CSDL đất đai");
});

test("slash brings the keyboard to the box, and a suggestion is chosen with it", async ({ person, javaScriptEnabled }) => {
  test.skip(javaScriptEnabled === false, "without JavaScript the form alone works");
  const visitor = await person();
  const page = visitor.page;
  await visitor.open("/danh-muc");
  const box = page.locator("#q");
  await expect(box).toHaveAttribute("role", "combobox");
  await page.keyboard.press("/");
  await expect(box).toBeFocused();
  await box.pressSequentially("khoang s", { delay: 30 });
  await expect(page.getByRole("listbox")).toBeVisible();
  await expect(box).toHaveAttribute("aria-expanded", "true");
  await page.keyboard.press("ArrowDown");
  await expect(box).toHaveAttribute("aria-activedescendant", "goi-y-0");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/danh-muc[/?]/);
  await expect(page.getByRole("listbox")).toBeHidden();
});

test("slash finds the search of the page, or the catalog's", async ({ person, javaScriptEnabled }) => {
  test.skip(javaScriptEnabled === false, "without JavaScript the form alone works");
  const visitor = await person();
  const page = visitor.page;
  await visitor.open("/van-ban");
  await page.keyboard.press("/");
  await expect(page.locator("#vb-q")).toBeFocused();
  await visitor.open("/danh-muc/DC-016");
  await page.keyboard.press("/");
  await expect(page).toHaveURL(/\/danh-muc$/);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Danh mục cơ sở dữ liệu dùng chung");
  await page.keyboard.press("/");
  await expect(page.locator("#q")).toBeFocused();
});

test("the arrows go round, Escape leaves what was typed, and Enter searches for it", async ({ person, javaScriptEnabled }) => {
  test.skip(javaScriptEnabled === false, "without JavaScript the form alone works");
  const visitor = await person();
  const page = visitor.page;
  const box = page.locator("#q");
  const list = page.getByRole("listbox");
  const options = list.getByRole("option");
  await visitor.open("/");
  await expect(box).toHaveAttribute("role", "combobox");
  await page.keyboard.press("/");
  await expect(box).toBeFocused();
  await expect(box).toHaveValue("");
  // Within the box it is a letter like any other.
  await page.keyboard.press("/");
  await expect(box).toHaveValue("/");
  await box.fill("khoang san");
  await expect(options.filter({ hasText: "CSDL khoáng sản" })).toBeVisible();
  const last = (await options.count()) - 1;
  await page.keyboard.press("ArrowUp");
  await expect(box).toHaveAttribute("aria-activedescendant", `goi-y-${last}`);
  await page.keyboard.press("ArrowDown");
  await expect(box).toHaveAttribute("aria-activedescendant", "goi-y-0");
  await expect(options.first()).toHaveAttribute("aria-selected", "true");
  await visitor.audit();
  await page.keyboard.press("Escape");
  await expect(list).toBeHidden();
  await expect(box).toHaveValue("khoang san");
  await expect(box).toHaveAttribute("aria-expanded", "false");
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/danh-muc\?q=khoang/);
  await expect(page.locator(".hit").first()).toContainText("DC-020");
});

test("on a phone the suggestions are as wide as the whole search", async ({ person, javaScriptEnabled }) => {
  test.skip(javaScriptEnabled === false, "without JavaScript the form alone works");
  const visitor = await person();
  const page = visitor.page;
  await page.setViewportSize({ width: 360, height: 640 });
  await visitor.open("/danh-muc");
  const box = page.locator("#q");
  const list = page.getByRole("listbox");
  await expect(box).toHaveAttribute("role", "combobox");
  await box.fill("khoang san");
  await expect(list).toBeVisible();
  const whole = await page.locator(".catsearch").boundingBox();
  const shown = await list.boundingBox();
  expect(shown?.width ?? 0).toBeCloseTo(whole?.width ?? 1, 0);
});

test("what is typed before the program is there stays, and it suggests for it", async ({ person, javaScriptEnabled }) => {
  test.skip(javaScriptEnabled === false, "there is no program");
  const { page, site } = await person();
  let go = () => {};
  const held = new Promise<void>((resolve) => (go = resolve));
  await page.route(/\/pkg\/.*\.wasm/, async (route) => {
    await held;
    await route.continue();
  });
  await page.goto(`${site.url}/danh-muc?as_of=2024-01-01`);
  const box = page.locator("#q");
  await box.fill("khoang san");
  go();
  await page.locator("html[data-ready]").waitFor({ state: "attached" });
  await expect(page.getByRole("option").filter({ hasText: "CSDL khoáng sản" })).toBeVisible();
  await expect(box).toHaveValue("khoang san");
  await page.keyboard.press("Enter");
  await page.waitForURL(/q=khoang/);
  await expect(page).toHaveURL(/as_of=2024-01-01/);
});

test("an entry is opened from the suggestions by the keyboard alone", async ({ person, javaScriptEnabled }) => {
  test.skip(javaScriptEnabled === false, "without JavaScript the form alone works");
  const visitor = await person();
  const page = visitor.page;
  const box = page.locator("#q");
  const options = page.getByRole("listbox").getByRole("option");
  await visitor.open("/danh-muc");
  await expect(box).toHaveAttribute("role", "combobox");
  await page.keyboard.press("/");
  await expect(box).toBeFocused();
  await box.fill("khoang san");
  await expect(options.filter({ hasText: "CSDL khoáng sản" })).toBeVisible();
  const at = (await options.allInnerTexts()).findIndex((text) => text.includes("CSDL khoáng sản"));
  for (let step = 0; step <= at; step += 1) await page.keyboard.press("ArrowDown");
  await expect(box).toHaveAttribute("aria-activedescendant", `goi-y-${at}`);
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/danh-muc\/DC-020$/);
  await expect(page.getByRole("heading", { level: 1 })).toContainText("CSDL khoáng sản");
});

test("a suggestion opens the entry as on the day that is looked at, and keeps the filters", async ({ person, javaScriptEnabled }) => {
  test.skip(javaScriptEnabled === false, "without JavaScript the form alone works");
  const visitor = await person();
  const page = visitor.page;
  const box = page.locator("#q");
  const options = page.getByRole("listbox").getByRole("option");
  const day = "as_of=2024-01-01";
  await visitor.open(`/danh-muc?form=open&${day}`);
  await expect(box).toHaveAttribute("role", "combobox");
  await box.fill("dat dai");
  await options.filter({ hasText: "CSDL đất đai" }).first().click();
  await page.waitForURL(new RegExp(`/danh-muc/DC-\\d+\\?${day}$`));
  await expect(page.getByRole("heading", { level: 1 })).toContainText("CSDL đất đai");
  await page.goBack();
  await page.waitForURL(/form=open/);
  await expect(box).toHaveAttribute("role", "combobox");
  await box.fill("so y te");
  await options.filter({ hasText: "Sở Y tế" }).last().click();
  await page.waitForURL(/agency=so-yt/);
  expect(page.url()).toContain("form=open");
  expect(page.url()).toContain(day);
});

test("what was found is marked, and its field is named unless it is the name", async ({ person }) => {
  const visitor = await person();
  const page = visitor.page;
  const where = (code: string) => page.locator(".hit", { hasText: code }).locator(".hit__where");
  const marks = (code: string) => page.locator(".hit", { hasText: code }).locator("mark");
  for (const [query, code, field, found] of [
    ["rủi ro", "DC-046", "mục đích", ["rủi", "ro"]],
    ["dc16", "DC-016", "mã", ["DC", "016"]],
  ] as const) {
    await visitor.open(`/danh-muc?q=${encodeURIComponent(query)}`);
    await expect(where(code)).toHaveText(`Khớp ở ${field}:`);
    await expect(marks(code)).toHaveText([...found]);
  }
  await visitor.audit();
  await visitor.open(`/danh-muc?q=${encodeURIComponent("đất đai")}`);
  await expect(page.locator(".hit", { hasText: "DC-016" }).locator("h3 mark")).toHaveText(["đất", "đai"]);
  await expect(where("DC-016")).toHaveCount(0);
});
