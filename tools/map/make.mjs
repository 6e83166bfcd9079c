// Draws the map of the province anew: `npm ci && node make.mjs FOLDER`, where FOLDER holds one GeoJSON file per commune
// (README.md says whose). Borders that two communes share are simplified once, so that no gap opens between them.

import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import polylabel from "polylabel";
import { feature } from "topojson-client";
import { topology } from "topojson-server";
import { filter, filterWeight, presimplify, simplify } from "topojson-simplify";

const WIDTH = 1000;
/** Steps of the grid that border points are snapped to: some 20 m, less than neighbours' drawings differ by. */
const GRID = 20_000;
/** Border points that are kept. */
const POINTS = 3000;

const folder = process.argv[2];
const root = new URL("../../", import.meta.url).pathname;
const SHAPES = join(root, "public/ban-do/dak-lak-2025.svg");
const PLACES = join(root, "crates/domain/src/agency/communes.tsv");

const files = readdirSync(folder).filter((name) => name.endsWith(".geojson")).sort();
const communes = files.map((name) => JSON.parse(readFileSync(join(folder, name), "utf8")).features[0]);

const polygons = ({ type, coordinates }) => (type === "Polygon" ? [coordinates] : coordinates);

/** Degrees as lengths: at this latitude a degree of longitude is shorter. */
const shrink = Math.cos((12.95 * Math.PI) / 180);
for (const commune of communes) {
  const rings = polygons(commune.geometry).map((polygon) => polygon.map((ring) => ring.map(([x, y]) => [x * shrink, -y])));
  commune.geometry = { type: "MultiPolygon", coordinates: rings };
}

const whole = presimplify(topology({ communes: { type: "FeatureCollection", features: communes } }, GRID));
const weights = whole.arcs.flat().map((point) => point[2]).filter(Number.isFinite).sort((a, b) => b - a);
const least = weights[POINTS];
const light = simplify(whole, least);
// Islets too small to be seen are left out; every commune keeps its largest part.
const shown = filter(light, filterWeight(light, least));
const drawn = feature(shown, shown.objects.communes).features;

const points = drawn.flatMap(({ geometry }) => polygons(geometry).flat(2));
const [left, right] = [Math.min(...points.map(([x]) => x)), Math.max(...points.map(([x]) => x))];
const [top, bottom] = [Math.min(...points.map(([, y]) => y)), Math.max(...points.map(([, y]) => y))];
const scale = WIDTH / (right - left);
const placed = ([x, y]) => [Math.round((x - left) * scale), Math.round((y - top) * scale)];

function area(ring) {
  let sum = 0;
  ring.forEach(([x, y], at) => {
    const [nextX, nextY] = ring[(at + 1) % ring.length];
    sum += x * nextY - nextX * y;
  });
  return Math.abs(sum / 2);
}

function path(ring) {
  const corners = ring.filter(([x, y], at) => at === 0 || x !== ring[at - 1][0] || y !== ring[at - 1][1]).slice(0, -1);
  if (corners.length < 3) return "";
  const steps = corners.slice(1).map(([x, y], at) => `${x - corners[at][0]} ${y - corners[at][1]}`);
  return `M${corners[0].join(" ")}l${steps.join(" ").replaceAll(" -", "-")}z`;
}

const rows = drawn.map(({ geometry, properties }) => {
  const shapes = polygons(geometry).map((polygon) => polygon.map((ring) => ring.map(placed)));
  const largest = shapes.reduce((a, b) => (area(a[0]) > area(b[0]) ? a : b));
  const [x, y] = polylabel(largest, 1).map(Math.round);
  return { code: properties.code, name: properties.fullName.normalize("NFC"), x, y, d: shapes.flat().map(path).join("") };
});

const height = Math.round((bottom - top) * scale);
const symbols = rows.map(({ code, d }) => `<path id="x${code}" d="${d}"/>`).join("\n");
writeFileSync(SHAPES, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}"><defs>\n${symbols}\n</defs></svg>\n`);
writeFileSync(PLACES, rows.map(({ code, name, x, y }) => `${code}\t${name}\t${x}\t${y}\n`).join(""));
console.log(`${rows.length} communes, ${WIDTH} x ${height}`);
