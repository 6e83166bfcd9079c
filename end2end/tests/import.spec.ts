// An annex in another layout, through the browser: its columns are mapped by a person, the rows that fail come back as a
// workbook, and the rest is written once the person said so.
import { readFileSync } from "node:fs";
import { deflateRawSync, inflateRawSync } from "node:zlib";
import { expect, test } from "./fixtures.ts";

test.use({ scenario: "empty", apart: "import" });

const ROWS = [
  ["Danh sách nội bộ"],
  ["Số", "Nhãn A", "Nhãn B", "Nhãn C", "Nhãn D"],
  ["1", "CSDL bệnh viện", "Sở Y tế", "- Danh sách bệnh viện", "Quản lý"],
  ["2", "CSDL thử", "Sở Không Có", "- Hồ sơ", "Quản lý"],
];

function crc32(bytes: Buffer): number {
  let crc = ~0;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return ~crc >>> 0;
}

// A ZIP of a few parts, enough for a workbook.
function zip(parts: [string, string][]): Buffer {
  const files: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const [name, text] of parts) {
    const [raw, label] = [Buffer.from(text), Buffer.from(name)];
    const packed = deflateRawSync(raw);
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(8, 4);
    common.writeUInt32LE(crc32(raw), 10);
    common.writeUInt32LE(packed.length, 14);
    common.writeUInt32LE(raw.length, 18);
    common.writeUInt16LE(label.length, 22);
    files.push(Buffer.from("PK\x03\x04", "latin1"), common, label, packed);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(offset, 10);
    directory.push(Buffer.from("PK\x01\x02\x14\x00", "latin1"), common, tail, label);
    offset += 30 + label.length + packed.length;
  }
  const list = Buffer.concat(directory);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(parts.length, 4);
  end.writeUInt16LE(parts.length, 6);
  end.writeUInt32LE(list.length, 8);
  end.writeUInt32LE(offset, 12);
  return Buffer.concat([...files, list, Buffer.from("PK\x05\x06", "latin1"), end]);
}

// A part of a ZIP, as text; nothing where it is no ZIP or has no such part.
function part(bytes: Buffer, wanted: string): string {
  const end = bytes.lastIndexOf("PK\x05\x06");
  let at = end < 0 ? bytes.length : bytes.readUInt32LE(end + 16);
  while (bytes.toString("latin1", at, at + 4) === "PK\x01\x02") {
    const [name, extra, comment] = [28, 30, 32].map((offset) => bytes.readUInt16LE(at + offset));
    if (bytes.toString("utf8", at + 46, at + 46 + name) === wanted) {
      const local = bytes.readUInt32LE(at + 42);
      const from = local + 30 + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28);
      const packed = bytes.subarray(from, from + bytes.readUInt32LE(at + 20));
      return (bytes.readUInt16LE(at + 10) === 0 ? packed : inflateRawSync(packed)).toString("utf8");
    }
    at += 46 + name + extra + comment;
  }
  return "";
}

function workbook(rows: string[][]): Buffer {
  const cell = (text: string, row: number, column: number) =>
    `<c r="${String.fromCharCode(65 + column)}${row + 1}" t="inlineStr"><is><t>${text}</t></is></c>`;
  const body = rows.map((texts, row) => `<row r="${row + 1}">${texts.map((text, at) => cell(text, row, at)).join("")}</row>`);
  const head = '<?xml version="1.0" encoding="UTF-8"?>';
  const [main, office] = [
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
  ];
  const rels = (id: string, kind: string, target: string) =>
    `${head}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="${id}" Type="${office}/${kind}" Target="${target}"/></Relationships>`;
  return zip([
    ["[Content_Types].xml", `${head}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/></Types>`],
    ["_rels/.rels", rels("rId1", "officeDocument", "xl/workbook.xml")],
    ["xl/workbook.xml", `${head}<workbook xmlns="${main}" xmlns:r="${office}"><sheets><sheet name="Danh mục" sheetId="1" r:id="rId1"/></sheets></workbook>`],
    ["xl/_rels/workbook.xml.rels", rels("rId1", "worksheet", "worksheets/sheet1.xml")],
    ["xl/worksheets/sheet1.xml", `${head}<worksheet xmlns="${main}"><sheetData>${body.join("")}</sheetData></worksheet>`],
  ]);
}

test("an annex in another layout", async ({ person }) => {
  const coordinator = await person("dieuphoi");
  const page = coordinator.page;
  const upload = async (number: string, day: string, rows: string[][]) => {
    await coordinator.open("/quan-tri/nhap-danh-muc");
    await page.getByLabel("Tệp phụ lục").setInputFiles({
      name: "danh-muc.xlsx",
      mimeType: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
      buffer: workbook(rows),
    });
    await page.getByLabel("Năm của danh mục").fill("2026");
    await page.getByLabel("Số, ký hiệu quyết định").fill(number);
    await page.getByLabel("Ngày ký").fill(day);
    await page.getByLabel("Ngày có hiệu lực").fill(day);
    await page.getByLabel("Người ký").fill("Nguyễn Văn A");
    await page.getByLabel("Chức vụ, thẩm quyền ký").fill("CHỦ TỊCH");
    await coordinator.press("Đọc thử");
  };

  await test.step("its columns are mapped by a person", async () => {
    await upload("11/QĐ-UBND", "2026-06-22", ROWS);
    await expect(page.getByRole("heading", { name: "Cách ghép cột" })).toBeVisible();
    await page.getByLabel("Cơ quan ghi ở").selectOption({ value: "column" });
    for (const [column, field] of [["A", "number"], ["B", "name"], ["C", "agency"], ["D", "open"], ["E", "purpose"]]) {
      await page.getByLabel(`Cột ${column}:`).selectOption({ value: field });
    }
    await coordinator.press("Đọc lại theo cách ghép cột này");
    await expect(page.getByText("2 cơ sở dữ liệu")).toBeVisible();
    await expect(page.getByText("Đang dùng cách ghép cột đã nhớ")).toBeVisible();
    // What has no code is told in words, and the letters of codes are not for words.
    await expect(page.getByRole("cell", { name: "mã mới" }).first()).toBeVisible();
    await expect(page.locator("td .code")).toHaveCount(0);
  });

  await test.step("the row that fails comes back", async () => {
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("link", { name: "Tải các dòng lỗi" }).click(),
    ]);
    expect(download.suggestedFilename()).toMatch(/^dong-loi-\d+\.xlsx$/);
    const file = readFileSync(await download.path());
    expect(part(file, "xl/workbook.xml"), "a workbook").toContain("<sheet ");
    // Its header with the reason's column, the row that fails with its reason, and not the row that does not.
    const texts = part(file, "xl/sharedStrings.xml");
    for (const text of ["Nhãn B", "Lý do chưa nhập được", "CSDL thử", "Sở Không Có", "Nhãn B: "]) {
      expect(texts).toContain(text);
    }
    expect(texts).not.toContain("CSDL bệnh viện");
  });

  await test.step("the rest is written once the person said so", async () => {
    await page.getByLabel("Bỏ qua 1 dòng lỗi").check();
    await coordinator.press("Xác nhận và ghi danh mục");
    await expect(page.getByText("Đã ghi danh mục.")).toBeVisible();
  });

  await test.step("the mapping is remembered", async () => {
    // The same header over other rows: the same file again would change nothing. No two catalogs begin on one day.
    await upload("12/QĐ-UBND", "2026-06-23", ROWS.slice(0, -1));
    await expect(page.getByText("Đang dùng cách ghép cột đã nhớ")).toBeVisible();
  });
});
