// Opens pages in Chromium and looks at what they do. Called by test/peers/browser:
//   node browser.js CHROMIUM FOLDER-OF-PAGES PORT [FOLDER-FOR-PICTURES]
"use strict";
const assert = require("assert/strict"), fs = require("fs"), http = require("http"), os = require("os"), path = require("path");
const { pathToFileURL } = require("url");
const { chromium } = require("playwright-core");
const [executablePath, pages, port, pictures] = process.argv.slice(2);
const tags = "HEADER H1 H2 IMG P CODE TABLE THEAD TBODY TR TH TD BUTTON SCRIPT".split(" ");

// open shows a page, and fails where it asks for anything but itself, shows an error, or has an element that is not ours.
async function open(context, name) {
  const page = await context.newPage(), file = pathToFileURL(path.join(pages, name + ".html")).href;
  page.faults = [];
  page.on("request", request => { if (request.url() !== file && !request.url().startsWith("data:")) page.faults.push("request " + request.url()); });
  page.on("console", message => page.faults.push("console " + message.text()));
  page.on("pageerror", fault => page.faults.push("error " + fault));
  page.on("dialog", dialog => page.faults.push("dialog " + dialog.message()));
  await page.goto(file);
  return page;
}

async function check(page, name) {
  await page.evaluate(() => new Promise(done => requestAnimationFrame(() => setTimeout(done))));
  assert.deepEqual(page.faults, [], name);
  assert.equal(await page.evaluate(() => typeof ran), "undefined", name + ": a script of a record ran");
  const found = await page.evaluate(() => [...new Set([...document.body.querySelectorAll("*")].map(e => e.tagName))]);
  assert.deepEqual(found.filter(tag => !tags.includes(tag)), [], name + ": elements that are not ours");
  assert.equal(await page.locator("script").count(), 1, name);
  if (pictures) await page.screenshot({ path: path.join(pictures, name + ".png") });
  await page.close();
}

const column = (page, number) => page.$$eval(`tbody tr td:nth-child(${number})`, cells => cells.map(cell => cell.textContent));
const order = async (page, number) => (await column(page, 1)).join("");

async function sorts(context) {
  const page = await open(context, "sorting"), head = number => page.locator(`thead th:nth-child(${number})`);
  const steps = [
    [2, "ascending", "2715463"], [2, "descending", "4512763"], // 9 9 10 …992 …993, then a word, then nothing
    [3, "ascending", "3164572"], [3, "descending", "2754613"],
    [4, "ascending", "7453216"], [4, "descending", "1235476"],
    [1, "ascending", "1234567"],
    [5, "ascending", "4261735"], [5, "descending", "1624735"],
  ];
  for (const [number, direction, want] of steps) {
    await head(number).locator("button").click();
    assert.equal(await head(number).getAttribute("aria-sort"), direction, `column ${number}`);
    assert.equal(await page.locator("th[aria-sort]").count(), 1);
    assert.equal(await order(page), want, `column ${number} ${direction}`);
  }
  await head(1).locator("button").focus();
  await page.keyboard.press("Enter");
  assert.equal(await order(page), "1234567");
  await page.keyboard.press("Space");
  assert.equal(await order(page), "7654321");
  await page.keyboard.press("Tab");
  assert.equal(await page.evaluate(() => document.activeElement.parentNode.cellIndex), 1);
  await check(page, "sorting");
}

async function times(context) {
  const page = await open(context, "times");
  for (const number of [2, 3, 4]) {
    await page.locator(`thead th:nth-child(${number}) button`).click();
    const shown = (await column(page, number)).filter(text => text !== "");
    const wanted = shown.map(text => number === 4 ? Number(text) : Date.parse(text)).sort((a, b) => a - b);
    assert.ok(shown.length > 5 && wanted.every(value => !Number.isNaN(value)));
    assert.deepEqual(shown.map(text => number === 4 ? Number(text) : Date.parse(text)), wanted, `column ${number}`);
  }
  await check(page, "times");
}

// report: its charts show.
async function report(context) {
  const page = await open(context, "report");
  const sizes = await page.$$eval("img", pictures => pictures.map(picture => picture.naturalWidth));
  assert.ok(sizes.length === 3 && sizes.every(width => width > 300), `pictures ${sizes} wide`);
  await check(page, "report");
}

async function large(context) {
  const page = await open(context, "large"), began = Date.now();
  assert.equal(await page.locator("tbody tr").count(), 10000);
  await page.locator("thead th:nth-child(2) button").click();
  const shuffled = (await column(page, 2)).map(Number);
  assert.ok(shuffled.length === 10000 && shuffled.every((value, i) => i === 0 || shuffled[i - 1] <= value), "10,000 rows do not sort");
  await page.locator("thead th:nth-child(3) button").click();
  assert.equal((await column(page, 3))[0], "name 0");
  await check(page, "large");
  return Date.now() - began;
}

// looks: the page turns dark with the system, and prints its head on every page.
async function looks(browser) {
  const background = page => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  const found = {};
  for (const colorScheme of ["light", "dark"]) {
    const page = await open(await browser.newContext({ colorScheme }), "times");
    found[colorScheme] = await background(page);
    if (colorScheme === "dark") {
      if (pictures) await page.screenshot({ path: path.join(pictures, "dark.png") });
      await page.emulateMedia({ media: "print" });
      found.print = await background(page);
      assert.equal(await page.evaluate(() => getComputedStyle(document.querySelector("thead th")).position), "static");
    }
    await page.close();
  }
  assert.deepEqual(found, { light: "rgb(255, 255, 255)", dark: "rgb(13, 17, 23)", print: "rgb(255, 255, 255)" });
}

async function main() {
  const calls = [];
  const server = http.createServer((request, answer) => { calls.push(request.url); answer.end("ran=1"); });
  await new Promise(ready => server.listen(Number(port), "127.0.0.1", ready));
  const browser = await chromium.launch({
    executablePath,
    args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
  });
  try {
    const context = await browser.newContext({ timezoneId: "America/Edmonton" });
    const titles = [];
    for (const file of fs.readdirSync(pages).filter(file => file.startsWith("hostile")).sort()) {
      const name = path.parse(file).name, page = await open(context, name);
      titles.push(await page.title());
      for (const button of await page.locator("thead button").all()) await button.click();
      for (const place of (await page.getByText("ran=1").all()).slice(0, 20)) await place.hover();
      await check(page, name);
    }
    for (const title of titles) assert.match(title, /^aimsio (employees (list|get)|sql) · peer · \d{4}-\d\d-\d\d \d\d:\d\d [-+]\d\d:\d\d$/);
    await sorts(context);
    await times(context);
    await report(context);
    const took = await large(context);
    await looks(browser);
    assert.deepEqual(calls, [], "the pages made calls");
    console.log(`   Chromium ${browser.version()}: ${titles.length} hostile pages did nothing; sorting, dark, print and 10,000 rows (${took} ms) work`);
  } finally {
    await browser.close();
    server.close();
  }
}

main().catch(fault => { console.error(fault); process.exitCode = 1; });
