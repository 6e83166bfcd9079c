// Steps that several journeys take: the annex of 2023 is read, a decision is recorded.
import { join } from "node:path";
import type { Person } from "./fixtures.ts";

const ANNEX = join(import.meta.dirname, "../../server/demo/catalog_2023.xlsx");
const PDF = Buffer.from("%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n");

/** The decision as both forms ask for it; its day is the day from which it is in force. */
async function decide(who: Person, number: string, day: string, signer: string) {
  const page = who.page;
  await page.getByLabel("Số, ký hiệu quyết định").fill(number);
  await page.getByLabel("Ngày ký").fill(day);
  await page.getByLabel("Ngày có hiệu lực").fill(day);
  await page.getByLabel("Người ký").fill(signer);
  await page.getByLabel("Chức vụ, thẩm quyền ký").fill("CHỦ TỊCH");
}

/** The coordinator lets the officials' annex be read: where a journey of the empty site begins. */
export async function readAnnex(coordinator: Person) {
  const page = coordinator.page;
  await coordinator.open("/quan-tri/nhap-danh-muc");
  await page.getByLabel("Tệp phụ lục").setInputFiles(ANNEX);
  await page.getByLabel("Năm của danh mục").fill("2023");
  await decide(coordinator, "1168/QĐ-UBND", "2023-06-22", "Phạm Ngọc Nghị");
  await coordinator.press("Đọc thử");
}

/** The executive office records the decision on a draft; the edition is shown then. */
export async function recordDecision(clerk: Person, draft: string, number: string) {
  const page = clerk.page;
  await clerk.open(draft);
  await decide(clerk, number, "2026-11-20", "Nguyễn Văn Ký");
  await page.getByLabel("Tệp quyết định đã ký").setInputFiles({ name: "qd.pdf", mimeType: "application/pdf", buffer: PDF });
  await clerk.press("Ghi nhận và ban hành");
  await page.waitForURL(/\/ban-hanh\/\d+$/);
}
