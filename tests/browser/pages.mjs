// The HTML page in Chromium: pages.mjs PROGRAM. Needs playwright-core of npm and Debian's chromium; exit 77 without.
//   pages.mjs PROGRAM --screenshot FILE.png MODEL ARGUMENT...   only writes a picture of a page

import assert from 'node:assert/strict';
import {execFileSync} from 'node:child_process';
import {copyFileSync, existsSync, mkdtempSync, rmSync, statSync, writeFileSync} from 'node:fs';
import {createRequire} from 'node:module';
import {homedir, tmpdir} from 'node:os';
import {dirname, join, resolve} from 'node:path';
import {fileURLToPath, pathToFileURL} from 'node:url';

const SKIPPED = 77;
const SOURCE = resolve(dirname(fileURLToPath(import.meta.url)), '..', '..');
const TESTDATA = join(SOURCE, 'testdata');
const TOOLS = process.env.AIMET_REPORT_TOOLS ||
  join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'aimet-validate', 'npm');
const CHROMIUM = ['/usr/bin/chromium', '/usr/bin/chromium-browser'].find((path) => existsSync(path));
const MARKUP = '</script><img src=x onerror=alert(1)>';

function skip(why) {
  console.log(`skipped: ${why}`);
  process.exit(SKIPPED);
}

function playwright() {
  const path = join(TOOLS, 'node_modules', 'playwright-core');
  if (!existsSync(path)) skip('playwright-core is not installed; scripts/install_report_tools.sh installs it');
  if (!CHROMIUM) skip('chromium is not installed; apt-get install chromium');
  return createRequire(import.meta.url)(path).chromium;
}

const program = resolve(process.argv[2]);
const folder = mkdtempSync(join(tmpdir(), 'aimet-page-'));
process.on('exit', () => rmSync(folder, {recursive: true, force: true}));

/** The page of these arguments, as a file. */
function written(name, ...args) {
  const output = join(folder, name);
  try {
    execFileSync(program, ['--format', 'html', '--output', output, '--quiet', ...args], {cwd: TESTDATA, stdio: ['ignore', 'pipe', 'pipe']});
  } catch (error) {
    if (!existsSync(output)) throw new Error(`${error.message}\n${error.stderr}`);
  }
  return output;
}

/** Opens a file; what goes wrong in it, or wants to leave it, is collected. */
async function opened(browser, file, options = {}) {
  const page = await browser.newPage({viewport: {width: 1500, height: 900}, ...options});
  page.problems = [];
  page.on('console', (message) => { if (['error', 'warning'].includes(message.type())) page.problems.push(message.text()); });
  page.on('pageerror', (error) => page.problems.push(String(error)));
  page.on('dialog', (dialog) => { page.problems.push(`dialog ${dialog.message()}`); dialog.dismiss(); });
  page.on('request', (request) => { if (!request.url().startsWith('data:') && request.url() !== pathToFileURL(file).href) page.problems.push(`request ${request.url()}`); });
  await page.goto(pathToFileURL(file).href);
  return page;
}

const tests = {
  async 'findings are there, with line, caret, remedy and a button that copies'(browser) {
    const page = await opened(browser, written('resnet.html', 'small_resnet.scripted.pt', '--input-spec', 'small_resnet.inputs.json'), {permissions: ['clipboard-read', 'clipboard-write']});
    assert.match(await page.textContent('#summary'), /1 file: 1 failed; 8 errors/);
    const first = page.locator('.cause').first();
    assert.match(await first.textContent(), /the op Add in the forward of layer1\.0/);
    assert.match(await first.textContent(), /models\.py:\d+/);
    assert.match(await first.locator('pre').first().textContent(), /out \+= identity\n\^~/);
    await first.getByRole('button', {name: 'Copy'}).first().click();
    assert.equal(await page.evaluate(() => navigator.clipboard.readText()), 'self.add = aimet_torch.elementwise_ops.Add()');
    assert.match(await page.textContent('#tree'), /layer1/);
    return page;
  },

  async 'a click on a finding goes to its node, and a click on the node back'(browser) {
    const page = await opened(browser, written('clicks.html', 'small_resnet.scripted.pt', '--static'));
    await page.locator('.cause button.link').first().click();
    assert.match(await page.textContent('#path'), /model › layer1 › 0/);
    const chosen = page.locator('svg .node.chosen');
    assert.equal(await chosen.count(), 1);
    assert.match(await chosen.getAttribute('aria-label'), /add_? aten::add_?: 1 error/);
    await page.getByRole('button', {name: 'Show all'}).click();
    await chosen.click();
    assert.match(await page.textContent('#count'), /^1 of 8 findings/);
    assert.equal(await page.locator('.cause.chosen').count(), 1);
    return page;
  },

  async 'a double click goes into a module, the path leads back, the keyboard does both'(browser) {
    const page = await opened(browser, written('into.html', 'small_resnet.scripted.pt', '--static'));
    await page.locator('svg .node.module', {hasText: 'layer1'}).first().dblclick();
    assert.match(await page.textContent('#path'), /model › layer1 Sequential/);
    await page.locator('svg .node.module').first().dblclick();
    assert.match(await page.textContent('#path'), /model › layer1 › 0/);
    await page.locator('svg .node', {hasText: 'relu'}).first().waitFor();
    assert.ok(await page.locator('svg .node.again').count() > 0, 'a module that is called twice is marked');
    await page.locator('#path button').first().click();
    assert.doesNotMatch(await page.textContent('#path'), /layer1/);
    await page.locator('svg .node.module', {hasText: 'layer2'}).first().focus();
    await page.keyboard.press('Enter');
    assert.match(await page.textContent('#path'), /layer2/);
    await page.locator('#tree [aria-selected="true"]').focus();
    await page.keyboard.press('Home');
    await page.keyboard.press('Enter');
    assert.doesNotMatch(await page.textContent('#path'), /layer2/);
    return page;
  },

  async 'edges carry shapes and dtypes once the model was run'(browser) {
    const page = await opened(browser, written('shapes.html', 'small_resnet.traced.pt', '--input-spec', 'small_resnet.inputs.json'));
    assert.match(await page.textContent('#graph svg'), /float32 \d+×\d+/);
    return page;
  },

  async 'the filters filter'(browser) {
    const page = await opened(browser, written('filters.html', 'small_resnet.scripted.pt', '--static'));
    await page.selectOption('#by-check', 'reused-module');
    assert.match(await page.textContent('#count'), /^4 of 8/);
    await page.fill('#by-module', 'layer2');
    assert.match(await page.textContent('#count'), /^2 of 8/);
    await page.fill('#search', 'no such text');
    assert.match(await page.textContent('#count'), /^0 of 8/);
    await page.getByRole('button', {name: 'Show all'}).click();
    assert.match(await page.textContent('#count'), /^8 findings/);
    await page.selectOption('#by-severity', 'note');
    assert.match(await page.textContent('#count'), /^0 of 8/);
    return page;
  },

  async 'several files have a table, and those that could not be validated say why'(browser) {
    const page = await opened(browser, written('several.html', 'small_resnet.traced.pt', 'functional_linear_repaired.traced.pt', 'refused/lfs_pointer.pt', '--static'));
    assert.equal(await page.locator('#file-rows tr').count(), 3);
    await page.getByRole('button', {name: 'refused/lfs_pointer.pt'}).click();
    assert.match(await page.textContent('#model-facts'), /git lfs pull/);
    await page.getByRole('button', {name: 'functional_linear_repaired.traced.pt'}).click();
    assert.match(await page.textContent('#model-title'), /passed/);
    return page;
  },

  async 'what a model says is text, whatever it is'(browser) {
    const model = join(folder, `${MARKUP.replaceAll('/', '∕')}.pt`);
    copyFileSync(join(SOURCE, 'tests', 'hostile', 'markup_in_source.pt'), model);
    const config = join(folder, 'config.json');
    writeFileSync(config, JSON.stringify({rules: [{id: 'no-relu', message: MARKUP, help: MARKUP, op: 'aten::relu'}]}));
    const page = await opened(browser, written('hostile.html', model, '--static', '--config', config));
    assert.match(await page.textContent('#findings'), /<\/script><img src=x/);
    assert.equal(await page.locator('img').count(), 0);
    return page;
  },

  async 'a script that is not the page\'s own does not run'(browser) {
    const page = await opened(browser, written('policy.html', 'functional_linear.traced.pt', '--static'));
    await page.evaluate(() => {
      const script = document.createElement('script');
      script.textContent = 'window.intruder = true';
      document.body.append(script);
    });
    assert.equal(await page.evaluate(() => window.intruder), undefined);
    assert.ok(page.problems.some((problem) => problem.includes('Content Security Policy')));
    page.problems = [];
    return page;
  },

  async 'dark, narrow and printed it is still all there'(browser) {
    const file = written('media.html', 'small_resnet.scripted.pt', '--static');
    const page = await opened(browser, file, {colorScheme: 'dark', viewport: {width: 420, height: 800}});
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), 'nothing sticks out');
    assert.equal(await page.evaluate(() => getComputedStyle(document.body).backgroundColor), 'rgb(20, 23, 27)');
    await page.emulateMedia({media: 'print'});
    assert.ok(await page.locator('.cause').first().isVisible());
    return page;
  },

  async 'the page of a small model is small, and painted at once'(browser) {
    const file = written('quick.html', 'small_resnet.traced.pt', '--static');
    assert.ok(statSync(file).size < 400_000, `${statSync(file).size} bytes`);
    const page = await opened(browser, file);
    const paint = await page.evaluate(() => performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 0);
    console.log(`  first paint after ${Math.round(paint)} ms`);
    return page;
  },
};

async function screenshot(browser, [file, ...args]) {
  const page = await opened(browser, written('picture.html', ...args));
  await page.screenshot({path: file});
  console.log(page.problems.join('\n'));
}

const browser = await playwright().launch({executablePath: CHROMIUM, args: ['--no-sandbox']});
let failed = 0;
if (process.argv[3] === '--screenshot') {
  await screenshot(browser, process.argv.slice(4));
} else {
  if (!execFileSync(program, ['--version'], {encoding: 'utf8'}).includes('graphs')) console.log('built without the library for layouts');
  for (const [name, test] of Object.entries(tests)) {
    try {
      const page = await test(browser);
      assert.deepEqual(page.problems, []);
      await page.close();
      console.log(`ok: ${name}`);
    } catch (error) {
      failed += 1;
      console.log(`FAILED: ${name}\n${error.stack}`);
    }
  }
}
await browser.close();
process.exit(failed ? 1 : 0);
