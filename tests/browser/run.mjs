// Opens the report of the seed documents, and one of hostile texts, in a real Chromium and checks what
// a reader would do with it.
//
//   npm ci --prefix tests/browser
//   node tests/browser/run.mjs [--screenshots FOLDER]
//
// Needs the built program (STANDPUNT, else target/release/standpunt) and Chromium (CHROMIUM, else
// /usr/bin/chromium). Expected counts are taken from the tables, by the reader of CSV below.

import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";

const ROOT = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../..");
const PROGRAM = process.env.STANDPUNT || path.join(ROOT, "target/release/standpunt");
const CHROMIUM = process.env.CHROMIUM || "/usr/bin/chromium";
const AXE = createRequire(import.meta.url).resolve("axe-core/axe.min.js");
const TABLES = path.join(ROOT, "data/labelled");
const MAX_BYTES = 10_000_000;
const MAX_FIRST_VIEW_MS = 2000;

const at = process.argv.indexOf("--screenshots");
const screenshots = at > 0 ? process.argv[at + 1] : undefined;
if (screenshots) mkdirSync(screenshots, { recursive: true });
const work = mkdtempSync(path.join(tmpdir(), "standpunt-browser-"));
const failures = [];
let checks = 0;

function check(isTrue, what) {
  checks += 1;
  if (!isTrue) failures.push(what);
  console.log((isTrue ? "ok    " : "FAILED ") + what);
}

function csv(text) {
  const rows = [[]];
  const field = /("(?:[^"]|"")*"|[^,\n]*)(,|\n|$)/gy;
  let match;
  while (field.lastIndex < text.length && (match = field.exec(text))) {
    const raw = match[1];
    rows.at(-1).push(raw.startsWith('"') ? raw.slice(1, -1).replaceAll('""', '"') : raw);
    if (match[2] === "\n") rows.push([]);
  }
  if (rows.at(-1).length <= 1) rows.pop();
  const [names, ...fields] = rows;
  return fields.map((row) => Object.fromEntries(names.map((name, i) => [name, row[i]])));
}

function quoted(fields) {
  return fields.map((field) => '"' + String(field).replaceAll('"', '""') + '"').join(",");
}

function standpunt(...args) {
  execFileSync(PROGRAM, ["--quiet", ...args], { cwd: ROOT, stdio: ["ignore", "ignore", "inherit"] });
}

async function opened(browser, file, { width = 1280, height = 900, hash = "" } = {}) {
  const page = await browser.newPage({ viewport: { width, height } });
  const seen = { problems: [], requests: [], dialogs: 0 };
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) seen.problems.push(message.text());
  });
  page.on("pageerror", (error) => seen.problems.push(error.message));
  page.on("request", (request) => {
    if (request.url().split("#")[0] !== "file://" + file) seen.requests.push(request.url());
  });
  page.on("dialog", (dialog) => { seen.dialogs += 1; dialog.dismiss(); });
  await page.goto("file://" + file + hash, { waitUntil: "load" });
  return { page, seen };
}

const status = (page) => page.locator("#found").textContent();

// The page follows its address in an event that comes after the click: what is read before it is the view
// that was left.
async function turned(page, act) {
  await page.evaluate(() => {
    window.turned = new Promise((done) => window.addEventListener("hashchange", () => done(true), { once: true }));
  });
  await act();
  const late = () => Promise.race([window.turned, new Promise((done) => setTimeout(() => done(false), 5000))]);
  if (!(await page.evaluate(late))) check(false, `the page follows its address ${page.url().split("#")[1]}`);
}

const goes = (page, file, hash) => turned(page, () => page.goto("file://" + file + hash));

async function axeFinds(page) {
  // The policy of the page lets no script in; the test's own is run from outside it.
  await page.evaluate(readFileSync(AXE, "utf8"));
  const { violations } = await page.evaluate(() => window.axe.run(document, { resultTypes: ["violations"] }));
  return violations
    .filter(({ impact }) => ["serious", "critical"].includes(impact))
    .map(({ id, nodes }) => `${id} (${nodes.length}): ${nodes[0].html.slice(0, 120)}`);
}

async function reads(browser, file) {
  const labelled = csv(readFileSync(path.join(TABLES, "labelled.csv"), "utf8"));
  const { page, seen } = await opened(browser, file);

  const paint = await page.evaluate(() => performance.getEntriesByName("first-contentful-paint")[0]?.startTime);
  console.log(`page: ${statSync(file).size} bytes, first view after ${Math.round(paint)} ms`);
  check(statSync(file).size < MAX_BYTES, "the page is under 10 MB");
  check(paint < MAX_FIRST_VIEW_MS, "the first view comes in under 2 seconds");

  const figures = await page.locator("figure").count();
  check(figures >= 20, `figures: ${figures}`);
  for (const part of ["figcaption h3", ".shows", ".method", "details.numbers table"]) {
    check((await page.locator("figure " + part).count()) === figures, `every figure has ${part}`);
  }
  const first = await page.locator("main section").first().innerText();
  check(/Reference standard/.test(first) && /language models/.test(first), "the reference standard comes first");
  check(/Unit of independence/.test(first), "so does the unit of independence");
  check((await page.locator("#before figure").count()) > 0, "and recall per actor");
  const warnings = csv(readFileSync(path.join(TABLES, "warnings.csv"), "utf8"));
  check((await page.locator(".warnings li").count()) === warnings.length, `all ${warnings.length} warnings fire`);
  check(!(await page.locator(".warnings").innerText()).includes("`"), "code in warnings is set as code");
  const plural = (await page.locator("main").innerText()).match(/\b1 (passages|actors|documents|terms|figures|groups|instruments|words|differences|times)\b/g);
  check(plural === null, "one is not told as several " + (plural || []).slice(0, 3).join(", "));

  // Filters and search count what the table holds.
  const volt = labelled.filter((row) => row.actor === "Volt" && row.predicted_stance === "rights-safeguard").length;
  await page.selectOption("#f-actor", "Volt");
  await page.selectOption("#f-stance", "rights-safeguard");
  check((await status(page)).startsWith(`${volt} passages of ${labelled.length}`), `filters: ${await status(page)}`);
  check((await page.locator("article.passage").count()) === Math.min(volt, 25), "as many passages are shown");
  check(page.url().includes("actor=Volt"), "the selection stands in the address");
  await page.click("#f-clear");
  const word = labelled.filter((row) => row.text.toLowerCase().includes("solidariteit")).length;
  await page.fill("#f-search", "SOLIDARITEIT");
  await page.waitForFunction((n) => document.getElementById("found").textContent.startsWith(`${n} passages`), word, { timeout: 5000 })
    .then(() => check(true, `search finds ${word}`), () => check(false, `search should find ${word}`));
  await page.click("#f-clear");
  const certain = labelled.filter((row) => row.certain === "true").length;
  await page.selectOption("#f-certainty", "certain");
  check((await status(page)).startsWith(`${certain} passages`), `certain labels: ${certain}`);
  await page.click("#f-clear");
  await page.selectOption("#f-sort", "long");
  const longest = labelled.reduce((best, row) => (row.text.length > best.text.length ? row : best));
  check((await page.locator("article.passage").first().getAttribute("data-id")) === longest.passage_id, "the longest passage first");
  await page.click("#f-clear");
  await page.click("#pages button:has-text('Next')");
  check(/26 to 50 shown/.test(await status(page)), "pages turn");

  // Shading, text and probabilities of one passage.
  const one = labelled[60];
  await goes(page, file, "#passage=" + encodeURIComponent(one.passage_id));
  const text = await page.locator("article.passage .text").first().textContent();
  check((await page.locator("article.passage").count()) === 1 && text === one.text, "a passage has an address, and its text is whole");
  check((await page.locator("article.passage .w").count()) > 0, "its words are shaded");
  check((await page.locator("article.passage .bars > span").count()) === 8, "its probabilities are shown");

  // A question leads to its answer.
  const question = labelled.find((row) => row.role === "question" && labelled.some((other) => other.exchange_id === row.exchange_id && other.role === "answer"));
  await goes(page, file, "#passage=" + encodeURIComponent(question.passage_id));
  await turned(page, () => page.click("article.passage a:has-text('question with its answer')"));
  const roles = await page.locator("article.passage h3").allTextContents();
  check(roles.some((role) => role.includes("answer")) && roles.some((role) => role.includes("question")), "a question leads to its answer");

  // Cells of the confusion matrix open the passages behind them.
  const cells = csv(readFileSync(path.join(TABLES, "confusion.csv"), "utf8")).filter((row) => row.split === "grouped" && Number(row.n) > 0);
  const cell = cells.find((row) => row.gold !== row.predicted);
  const mark = page.locator("#figure-confusion-grouped a.mark[href*='gold=" + cell.gold + "'][href*='stance=" + cell.predicted + "']");
  check((await mark.count()) === 1, "the matrix has a mark for each cell");
  await turned(page, () => mark.click());
  check((await status(page)).startsWith(cell.n + " passage"), `cell ${cell.gold} → ${cell.predicted} opens ${cell.n}: ${await status(page)}`);

  for (const row of cells) {
    await goes(page, file, "#passages?" + new URLSearchParams({ gold: row.gold, stance: row.predicted }));
    const opened = Number.parseInt(await status(page), 10);
    if (opened !== Number(row.n)) check(false, `cell ${row.gold} → ${row.predicted} holds ${row.n} and opens ${opened}`);
  }
  check(cells.length > 8, `all ${cells.length} cells open what they count`);

  // So do the cells of the split that leaves documents out.
  const unseen = csv(readFileSync(path.join(TABLES, "confusion.csv"), "utf8"))
    .filter((row) => row.split === "leave-one-document-out" && Number(row.n) > 0);
  for (const row of unseen) {
    const query = new URLSearchParams({ gold: row.gold, unseen: row.predicted });
    const mark = page.locator(`#figure-confusion-leave-one-document-out a.mark[href='#passages?${query}']`);
    if ((await mark.count()) !== 1) check(false, `no mark leads to ${query}`);
    await goes(page, file, "#passages?" + query);
    const opened = Number.parseInt(await status(page), 10);
    if (opened !== Number(row.n)) check(false, `cell ${query} holds ${row.n} and opens ${opened}`);
  }
  check(unseen.length > 8, `all ${unseen.length} cells with documents left out open what they count`);

  // A census share opens the passages that were coded so, and no copy.
  const shares = csv(readFileSync(path.join(TABLES, "stance_by_actor.csv"), "utf8"))
    .filter((row) => row.role === "question" && row.denominator === "passages" && row.inference === "corpus" && row.status === "census");
  for (const row of shares.filter((one) => one.actor !== "all")) {
    await goes(page, file, "#passages?" + new URLSearchParams({ actor: row.actor, role: row.role, gold: row.stance, counted: "yes" }));
    const opened = Number.parseInt(await status(page), 10) || 0;
    const counted = Math.round(Number(row.estimate) * Number(row.n_passages));
    if (opened !== counted) check(false, `${row.actor}, ${row.stance}: ${counted} counted, ${opened} opened`);
  }
  const links = await page.locator("#shares a.mark").evaluateAll((marks) => marks.map((mark) => mark.getAttribute("href")));
  check(links.length > 0 && links.every((href) => href.endsWith("counted=yes")), "marks of shares open what is counted");
  const copies = labelled.length - csv(readFileSync(path.join(TABLES, "passages_for_regression.csv"), "utf8")).length;
  await goes(page, file, "#passages?counted=" + encodeURIComponent("no: a copy"));
  check((await status(page)).startsWith(`${copies} passage`), `${copies} copies are told apart: ${await status(page)}`);
  check(shares.length > 20, `all ${shares.length} census shares open what they count`);

  // Terms lead to their quotations.
  const term = page.locator("a.mark[href^='#term-']").first();
  await term.evaluate((node) => { for (let d = node.closest("details"); d; d = d.parentElement.closest("details")) d.open = true; });
  const target = (await term.getAttribute("href")).slice(1);
  await turned(page, () => term.click());
  check(await page.locator("[id='" + target + "'] blockquote").first().isVisible(), "a term opens its quotations");

  const doubled = await page.locator("svg[data-marks]").evaluateAll((drawings) => drawings
    .filter((drawing) => drawing.closest("figure").id.startsWith("figure-framing"))
    .flatMap((drawing) => [...drawing.querySelectorAll("a.mark")].map((mark) => mark.getAttribute("href")))
    .filter((href, i, all) => all.indexOf(href) !== i));
  check(doubled.length === 0, "a term is one link " + doubled.slice(0, 3).join(" "));
  const minus = await page.locator(".terms-list").evaluate((list) => list.textContent.match(/(log-odds|interval|to) -[0-9]/g));
  check(minus === null, "no hyphen stands for a minus sign");

  // Tables sort.
  const table = page.locator("#read table").first();
  await table.locator("th button").nth(1).click();
  await table.locator("th button").nth(1).click();
  const numbers = (await table.locator("tbody tr td:nth-child(2)").allTextContents()).map(Number);
  check(numbers.every((n, i) => i === 0 || numbers[i - 1] >= n), `tables sort: ${numbers}`);
  check((await table.locator("th[aria-sort='descending']").count()) === 1, "and say so");

  // Keyboard.
  await page.goto("file://" + file + "#");
  await page.reload();
  await page.keyboard.press("Tab");
  check(await page.evaluate(() => document.activeElement.className === "skip"), "the first tab stop leads to the contents");
  const marks = page.locator("svg[data-marks]").first().locator("a.mark");
  await marks.first().focus();
  await page.keyboard.press("ArrowRight");
  check(await marks.nth(1).evaluate((node) => node === document.activeElement), "arrows move among the marks of a figure");
  await turned(page, () => page.keyboard.press("Enter"));
  check(page.url().includes("#passages?") || page.url().includes("#passage="), "Enter opens what stands behind a mark");
  const stops = await page.locator("svg[data-marks] a.mark[tabindex='0']").count();
  check(stops === (await page.locator("svg[data-marks]").count()), "a figure is one tab stop");

  check(seen.problems.length === 0, "no console errors " + seen.problems.slice(0, 3).join(" | "));
  check(seen.requests.length === 0, "no requests " + seen.requests.slice(0, 3).join(" "));

  await page.evaluate(() => document.querySelectorAll("details").forEach((d) => { d.open = true; }));
  const serious = await axeFinds(page);
  check(serious.length === 0, "axe finds nothing serious, all folds open " + serious.slice(0, 4).join(" | "));

  await page.emulateMedia({ media: "print" });
  check(!(await page.locator("nav").isVisible()) && !(await page.locator("#filters").isVisible()), "print leaves out what only a screen needs");
  const breaks = await page.locator("main h2, main section > p.intro").evaluateAll((found) => found.map((one) => getComputedStyle(one).breakAfter));
  check(breaks.length > 8 && breaks.every((after) => after === "avoid"), "a heading stays with what it heads");
  check(!(await page.locator(".terms-list").isVisible()), "nor a heading over nothing");
  // A4 less its margins is 180 mm wide and 264 mm high, at 96 dots an inch; US Letter is 246 mm high.
  await page.setViewportSize({ width: Math.floor((180 / 25.4) * 96), height: 1000 });
  const tallest = await page.evaluate(() => Math.max(...[...document.querySelectorAll("figure")].map((figure) => {
    const intro = figure.previousElementSibling;
    const from = intro && intro.matches(".intro") ? intro.previousElementSibling : figure;
    return figure.querySelector(".drawing").getBoundingClientRect().bottom - from.getBoundingClientRect().top;
  })));
  check(tallest > 300 && tallest < (246 / 25.4) * 96, `a plot stands on one page with its title and heading (${Math.round(tallest)})`);
  await page.setViewportSize({ width: 1280, height: 900 });
  await page.emulateMedia({ media: "screen" });
  const pdf = await page.pdf({ format: "A4" });
  check(pdf.length > 100_000, `prints: ${pdf.length} bytes of PDF`);
  if (screenshots) writeFileSync(path.join(screenshots, "report.pdf"), pdf);
  await page.close();
}

async function narrow(browser, file) {
  const { page, seen } = await opened(browser, file, { width: 390, height: 800 });
  const wider = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  check(wider <= 0, `a narrow window needs no sideways scrolling (${wider})`);
  const serious = await axeFinds(page);
  check(serious.length === 0, "axe finds nothing serious in a narrow window " + serious.slice(0, 4).join(" | "));
  check(seen.problems.length === 0, "no console errors in a narrow window");
  if (screenshots) await page.screenshot({ path: path.join(screenshots, "narrow.png"), fullPage: false });
  await page.close();
}

async function withoutScript(browser, file) {
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto("file://" + file);
  check(await page.locator("figure").first().isVisible(), "without its script the page still shows figures");
  check(await page.locator("noscript").isVisible(), "and says what is missing");
  await context.close();
}

const HOSTILE = [
  "</script><script>alert(1)</script>",
  "<img src=x onerror=alert(2)>",
  "\"onmouseover=\"alert(3)",
  "\u202eomgekeerd\u202c en \u2067rechts\u2069",
  "w".repeat(4000),
  "{{ 7*7 }} ${7*7} &lt;b&gt; &amp;",
  "=HYPERLINK(\"http://example.org\")",
];

async function hostile(browser) {
  const names = ["passage_id", "document_id", "actor", "role", "heading", "text", "predicted_stance"];
  const rows = [names.join(",")];
  for (let i = 0; i < 70; i += 1) {
    const text = HOSTILE[i % HOSTILE.length];
    rows.push(quoted([`${text.slice(0, 60)}${i}:1-2`, text.slice(0, 80), text.slice(0, 200), "question", text, `${text} Nummer ${i} over asiel en grenzen.`, i % 2 ? "none" : "pro-control"]));
  }
  const input = path.join(work, "hostile.csv");
  writeFileSync(input, rows.join("\n") + "\n");
  const out = path.join(work, "hostile");
  standpunt("compare", input, "--out", out);
  const file = path.join(out, "report.html");
  for (const width of [1280, 390]) {
    const { page, seen } = await opened(browser, file, { width });
    check(seen.dialogs === 0, "hostile texts run nothing");
    check((await page.locator("img, iframe, object, embed").count()) === 0, "and become no elements");
    check((await page.locator("script").count()) === 2, "nor scripts");
    const texts = await page.locator("article.passage .text").allTextContents();
    check(texts.length === 25 && texts.every((text) => HOSTILE.some((one) => text.startsWith(one))), "they are shown as they stand");
    const wider = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    check(wider <= 0, `very long words do not widen the page (${wider}, window of ${width})`);
    check(seen.problems.length === 0, "no console errors " + seen.problems.slice(0, 2).join(" | "));
    check(seen.requests.length === 0, "no requests");
    const serious = await axeFinds(page);
    check(serious.length === 0, "axe finds nothing serious " + serious.slice(0, 3).join(" | "));
    if (screenshots) await page.screenshot({ path: path.join(screenshots, `hostile-${width}.png`) });
    await page.close();
  }
}

async function many(browser) {
  const [head, ...lines] = readFileSync(path.join(TABLES, "labelled.csv"), "utf8").trimEnd().split("\n");
  const rows = csv([head, ...lines].join("\n"));
  const names = Object.keys(rows[0]);
  const big = path.join(work, "big.csv");
  const copies = Math.ceil(100_000 / rows.length);
  const parts = [names.join(",")];
  for (let copy = 0; copy < copies; copy += 1) {
    for (const row of rows) {
      const own = { ...row, passage_id: copy ? `c${copy}-${row.passage_id}` : row.passage_id, exchange_id: row.exchange_id && `${row.exchange_id}/${copy}` };
      parts.push(quoted(names.map((name) => own[name])));
    }
  }
  writeFileSync(big, parts.join("\n") + "\n");
  const out = path.join(work, "many");
  standpunt("report", TABLES, "--labelled", big, "--model", path.join(ROOT, "models/seeds.json"), "--out", out);
  const file = path.join(out, "report.html");
  const bytes = statSync(file).size;
  const { page, seen } = await opened(browser, file);
  const paint = await page.evaluate(() => performance.getEntriesByName("first-contentful-paint")[0]?.startTime);
  const ready = await page.evaluate(() => performance.timing.domContentLoadedEventEnd - performance.timing.navigationStart);
  console.log(`${copies * rows.length} passages: ${bytes} bytes, first view after ${Math.round(paint)} ms, ready after ${ready} ms`);
  check(bytes < MAX_BYTES, `a page of ${copies * rows.length} passages is under 10 MB (${bytes})`);
  check(paint < MAX_FIRST_VIEW_MS, `and shows its first view in under 2 seconds (${Math.round(paint)} ms)`);
  check(/of \d+ passages: 552 of the 552 that are coded or quoted/.test(await page.locator("#passages p").first().innerText()), "and says which passages it shows");
  check(seen.problems.length === 0, "no console errors");
  await page.close();
}

const browser = await chromium.launch({
  executablePath: CHROMIUM,
  args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run"],
});
try {
  const out = path.join(work, "report");
  standpunt("report", TABLES, "--model", path.join(ROOT, "models/seeds.json"), "--out", out);
  const file = path.join(out, "report.html");
  if (screenshots) {
    const { page } = await opened(browser, file);
    await page.screenshot({ path: path.join(screenshots, "wide.png") });
    await page.screenshot({ path: path.join(screenshots, "whole.png"), fullPage: true });
    for (const [name, hash] of [["shares", "#shares"], ["passages", "#passages?actor=Volt&stance=rights-safeguard"]]) {
      await page.goto("file://" + file + hash);
      await page.waitForTimeout(100);
      await page.screenshot({ path: path.join(screenshots, name + ".png") });
    }
    await page.close();
  }
  await reads(browser, file);
  await narrow(browser, file);
  await withoutScript(browser, file);
  await hostile(browser);
  await many(browser);
} finally {
  await browser.close();
  rmSync(work, { recursive: true, force: true });
}
console.log(`${checks} checks, ${failures.length} failed`);
for (const failure of failures) console.log("failed: " + failure);
process.exit(failures.length === 0 ? 0 : 1);
