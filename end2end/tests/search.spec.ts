// Searching: what is typed wrong is found, and the keyboard chooses a suggestion.
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
  const { page, ...visitor } = await person();
  await page.goto(visitor.site.url + "/danh-muc", { waitUntil: "networkidle" });
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
