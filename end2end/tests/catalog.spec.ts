// The catalog as one narrows it: counts that agree with what is left, an address that says it all, the files of what is
// shown. Nothing is written.
import type { Page } from "@playwright/test";
import { readFile } from "node:fs/promises";
import { type Person, expect, test } from "./fixtures.ts";

type Facet = "form" | "agency" | "sector";

// Since the reorganisation of 2025 several agencies share this field, and have others beside it.
const SECTOR = "lao-dong";

/** How many entries each value of a filter says that it would leave. */
async function counts(page: Page, facet: Facet): Promise<Map<string, number>> {
  const values = page.locator(".facet label", { has: page.locator(`input[name="${facet}"]:not([value=""])`) });
  const read = await values.evaluateAll((all) =>
    all.map((one) => ({ id: one.querySelector("input")?.value ?? "", count: Number(one.querySelector(".count")?.textContent) })),
  );
  return new Map(read.map(({ id, count }) => [id, count]));
}

const sum = (counted: Map<string, number>) => [...counted.values()].reduce((all, one) => all + one, 0);

/** Chooses a value of a filter, as the `chosen`-th; without scripts the form is sent by its button. */
async function narrow(who: Person, facet: Facet, value: string, chosen: number) {
  const page = who.page;
  const filters = page.locator("#loc");
  // On a narrow screen the filters lie over the list.
  if (!(await filters.isVisible())) await page.getByRole("link", { name: "Lọc kết quả" }).click();
  await filters.locator("label", { has: page.locator(`input[name="${facet}"][value="${value}"]`) }).click();
  if (!who.scripted) await filters.getByRole("button", { name: "Áp dụng" }).click();
  await expect(page.locator(".chip--on")).toHaveCount(chosen);
  await page.waitForLoadState("networkidle");
  const close = filters.getByRole("link", { name: "Đóng" });
  if (await close.isVisible()) await close.click();
}

const codes = async (page: Page) => await page.locator(".hit .code").allInnerTexts();
const told = (count: number) => `${count} cơ sở dữ liệu`;

test("each filter counts what the others leave, and the address gives anybody the same list", async ({ person }) => {
  const coordinator = await person("dieuphoi");
  const page = coordinator.page;
  const left = page.locator(".cat__n");
  await coordinator.open("/danh-muc");
  const [agencies, sectors] = [await counts(page, "agency"), await counts(page, "sector")];
  await expect(left).toHaveText(told(sum(sectors)));
  expect(sum(agencies)).toBe(sum(sectors));

  const inSector = sectors.get(SECTOR) ?? 0;
  await narrow(coordinator, "sector", SECTOR, 1);
  await expect(left).toHaveText(told(inSector));
  const theirs = await counts(page, "agency");
  expect(theirs.size).toBeGreaterThan(1);
  expect(sum(theirs)).toBe(inSector);
  expect(await counts(page, "sector"), "a filter does not narrow itself").toEqual(sectors);

  const [agency, both] = [...theirs].find(([id, count]) => count < (agencies.get(id) ?? 0)) ?? ["", 0];
  expect(agency, "an agency that has entries of other fields too").not.toBe("");
  await narrow(coordinator, "agency", agency, 2);
  await expect(left).toHaveText(told(both));
  expect(await counts(page, "agency")).toEqual(theirs);
  const ofAgency = await counts(page, "sector");
  expect(sum(ofAgency)).toBe(agencies.get(agency));
  expect(ofAgency.get(SECTOR)).toBe(both);

  // An entry may have items of several forms: the rarest form narrows most.
  const forms = [...(await counts(page, "form"))].filter(([, count]) => count > 0).sort((a, b) => a[1] - b[1]);
  const [form, fewest] = forms[0];
  await narrow(coordinator, "form", form, 3);
  await expect(left).toHaveText(told(fewest));
  await coordinator.audit();

  const { pathname, search, searchParams } = new URL(page.url());
  const chosen = { form, agency, sector: SECTOR };
  expect(Object.fromEntries(searchParams)).toMatchObject(chosen);
  const listed = await codes(page);
  expect(listed).toHaveLength(fewest);
  const visitor = await person();
  await visitor.open(pathname + search);
  await expect(visitor.page.locator(".cat__n")).toHaveText(told(fewest));
  expect(await codes(visitor.page)).toEqual(listed);
  for (const [facet, value] of Object.entries(chosen)) {
    await expect(visitor.page.locator(`#loc input[type="radio"][name="${facet}"][value="${value}"]`)).toBeChecked();
  }
  await visitor.page.locator(".chip--on").first().click();
  await expect(visitor.page.locator(".cat__n")).toHaveText(told(both));
});

test("a filter of which nothing is left stays chosen, by its name", async ({ person }) => {
  const visitor = await person();
  const page = visitor.page;
  await visitor.open("/danh-muc");
  const sectors = await counts(page, "sector");
  await visitor.open("/danh-muc?agency=so-yt");
  const theirs = await counts(page, "sector");
  const sector = [...sectors.keys()].find((one) => !theirs.has(one)) ?? "";
  expect(sector, "a field in which they have nothing").not.toBe("");
  await visitor.open(`/danh-muc?agency=so-yt&sector=${sector}`);
  await expect(page.locator(".cat__n")).toHaveText(told(0));
  await expect(page.locator(".chip--on", { hasText: "Sở Y tế" })).toHaveCount(1);
  await expect(page.locator('#loc input[name="agency"][value="so-yt"]')).toBeChecked();
  // A search from here keeps it.
  await page.locator("#q").fill("thuốc");
  await page.locator(".catsearch button").click();
  await page.waitForURL(/q=/);
  expect(Object.fromEntries(new URL(page.url()).searchParams)).toMatchObject({ agency: "so-yt", sector });
});

test("the files hold what the filters leave, of all pages", async ({ person }) => {
  const visitor = await person();
  const page = visitor.page;
  await visitor.open("/danh-muc");
  const whole = sum(await counts(page, "sector"));
  await visitor.open("/danh-muc?form=specific");
  const left = Number(/\d+/.exec(await page.locator(".cat__n").innerText())?.[0]);
  const shown = await codes(page);
  expect(left, "more than the page shows").toBeGreaterThan(shown.length);
  expect(left).toBeLessThan(whole);

  const files = page.getByRole("group", { name: "Tải các cơ sở dữ liệu đang hiện" });
  const take = async (label: string, ending: string) => {
    const started = page.waitForEvent("download");
    await files.getByRole("link", { name: label, exact: true }).click();
    const file = await started;
    expect(file.suggestedFilename()).toMatch(new RegExp(`^danh-muc-\\d{4}.*-trich\\.${ending}$`));
    return await readFile(await file.path());
  };
  const records: { code: string }[] = JSON.parse((await take("JSON", "json")).toString());
  const inJson = records.map((record) => record.code);
  expect(new Set(inJson).size).toBe(left);
  expect(inJson).toHaveLength(left);
  expect(inJson).toEqual(expect.arrayContaining(shown));
  // A row goes on over lines within quotation marks.
  const csv = (await take("CSV", "csv")).toString().replace(/^\uFEFF/, "");
  const [header, ...rows] = csv.match(/(?:"(?:[^"]|"")*"|[^"\r\n])+/g) ?? [];
  expect(header).toMatch(/^code,/);
  expect(rows.map((row) => row.split(",")[0])).toEqual(inJson);
  expect((await take("Excel (phụ lục)", "xlsx")).subarray(0, 2).toString()).toBe("PK");
});

test("the address is copied where a script can, and no dead button stands elsewhere", async ({ person }) => {
  const visitor = await person();
  const page = visitor.page;
  const button = page.getByRole("button", { name: "Sao chép liên kết" });
  await visitor.open(`/danh-muc?q=${encodeURIComponent("đất đai")}&form=open`);
  if (!visitor.scripted) {
    await expect(button).toHaveCount(0);
    return;
  }
  await visitor.context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await button.click();
  await expect(page.getByRole("status").filter({ hasText: "Đã sao chép" })).toBeVisible();
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  expect(copied).toBe(page.url());
  const { pathname, search } = new URL(copied);
  const other = await person();
  await other.open(pathname + search);
  expect(await codes(other.page)).toEqual(await codes(page));
});
