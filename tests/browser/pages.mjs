// SPDX-License-Identifier: Apache-2.0

// Tests the HTML page in Chromium: pages.mjs PROGRAM PROGRAM_WITHOUT_LAYOUT. Needs playwright-core from npm and
// Debian's chromium; exits 77 without them. The tests with torchvision models need Debian's python3-torchvision.
// pages.mjs PROGRAM --screenshot FILE.png MODEL ARGUMENT...   only writes a screenshot of a page

import assert from 'node:assert/strict';
import {copyFileSync, statSync, writeFileSync} from 'node:fs';
import {basename, join} from 'node:path';
import {faintTexts, firstPaint, folder, hasGraphs, inSight, launched, opened, SOURCE, torchvisionModels, withoutLayout, written, writtenBy} from './support.mjs';

const MARKUP = '</script><img src=x onerror=alert(1)>';

// Tests whose name begins with "graph: " are skipped if the program was built without a layout library.
const tests = {
  async 'findings are there, with line, caret, remedy and a button that copies'(browser) {
    const page = await opened(browser, written('resnet.html', 'testdata/small_resnet.scripted.pt', '--input-spec', 'testdata/small_resnet.inputs.json'), {permissions: ['clipboard-read', 'clipboard-write']});
    assert.match(await page.textContent('#summary'), /1 file: 1 failed; 8 errors/);
    const first = page.locator('.cause').first();
    assert.match(await first.textContent(), /the op Add in the forward of layer1\.0/);
    assert.match(await first.textContent(), /models\.py:\d+/);
    assert.match(await first.locator('pre').first().textContent(), /out \+= identity\n\^~/);
    await first.getByRole('button', {name: 'Copy'}).first().click();
    assert.equal(await page.evaluate(() => navigator.clipboard.readText()), 'self.add = aimet_torch.nn.modules.custom.Add()');
    assert.match(await page.textContent('#tree'), /layer1/);
    assert.match(await page.textContent('#model-facts'), /Coverage: of 37 ops, 32 will be quantized/);
    return page;
  },

  async 'graph: a click on a finding goes to its node, and a click on the node back'(browser) {
    const page = await opened(browser, written('clicks.html', 'testdata/small_resnet.scripted.pt', '--static'));
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

  async 'graph: a double click goes into a module, the path leads back, the keyboard does both'(browser) {
    const page = await opened(browser, written('into.html', 'testdata/small_resnet.scripted.pt', '--static'));
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

  async 'graph: edges carry shapes and dtypes once the model was run'(browser) {
    const page = await opened(browser, written('shapes.html', 'testdata/small_resnet.traced.pt', '--input-spec', 'testdata/small_resnet.inputs.json'));
    assert.match(await page.textContent('#graph svg'), /float32 \d+×\d+/);
    return page;
  },

  async 'the filters filter'(browser) {
    const page = await opened(browser, written('filters.html', 'testdata/small_resnet.scripted.pt', '--static'));
    await page.selectOption('#by-check', 'reused-module');
    assert.match(await page.textContent('#count'), /^4 of 8/);
    await page.fill('#by-module', 'layer2');
    assert.match(await page.textContent('#count'), /^2 of 8/);
    await page.fill('#search', 'no such text');
    assert.match(await page.textContent('#count'), /^0 of 8/);
    await page.getByRole('button', {name: 'Show all'}).click();
    await page.locator('#count', {hasText: /^8 findings/}).waitFor();  // the form resets shortly after the click
    await page.selectOption('#by-severity', 'note');
    assert.match(await page.textContent('#count'), /^0 of 8/);
    return page;
  },

  async 'several files have a table, and those that could not be validated say why'(browser) {
    const page = await opened(browser, written('several.html', 'testdata/small_resnet.traced.pt', 'testdata/functional_linear_repaired.traced.pt', 'testdata/refused/lfs_pointer.pt', '--static'));
    assert.equal(await page.locator('#file-rows tr').count(), 3);
    await page.getByRole('button', {name: 'testdata/refused/lfs_pointer.pt'}).click();
    assert.match(await page.textContent('#model-facts'), /git lfs pull/);
    await page.getByRole('button', {name: 'testdata/functional_linear_repaired.traced.pt'}).click();
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

  async 'a page of hostile files has a row for each, and each opens'(browser) {
    const file = written('hostile-files.html', 'tests/hostile', 'testdata/refused', '--input-shape', '1,4', '--timeout', '1', '--memory-limit', '256M');
    const page = await opened(browser, file);
    const rows = await page.locator('#file-rows tr button').allTextContents();
    assert.ok(rows.length > 20, `${rows.length} rows`);
    for (const [i, row] of rows.entries()) {
      await page.locator('#file-rows tr button').nth(i).click();
      assert.ok((await page.textContent('#model-title')).includes(row), row);
      const said = await page.textContent('#model-facts') + await page.textContent('#findings');
      assert.ok(said.trim().length > 0, row);
      assert.equal(await page.locator('img, iframe, object, embed').count(), 0, row);
    }
    return page;
  },

  async 'a script that is not the page\'s own does not run'(browser) {
    const page = await opened(browser, written('policy.html', 'testdata/functional_linear.traced.pt', '--static'));
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
    const file = written('media.html', 'testdata/small_resnet.scripted.pt', '--static');
    const page = await opened(browser, file, {colorScheme: 'dark', viewport: {width: 420, height: 800}});
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), 'nothing sticks out');
    assert.equal(await page.evaluate(() => getComputedStyle(document.body).backgroundColor), 'rgb(20, 23, 27)');
    await page.emulateMedia({media: 'print'});
    assert.ok(await page.locator('.cause').first().isVisible());
    return page;
  },

  async 'graph: a program of torch.export has findings, graph and shapes'(browser) {
    const page = await opened(browser, written('exported.html', 'testdata/exported/reused_relu.strict.2.6.pt2'));
    assert.match(await page.textContent('#model-title'), /reused_relu\.strict\.2\.6\.pt2.*failed/);
    assert.match(await page.textContent('#graph svg'), /float32 \d+×\d+/);
    assert.equal(await page.locator('svg .node.again.has-error').count(), 2);
    await page.getByRole('button', {name: 'r', exact: true}).click();
    assert.match(await page.locator('svg .node.chosen').getAttribute('aria-label'), /^r ReLU, call 1 of 2: 1 error/);
    return page;
  },

  async 'odd names of an exported program are text'(browser) {
    const page = await opened(browser, written('odd.html', 'testdata/exported/odd_names.nonstrict.2.14.pt2'));
    if (await hasGraphs(browser)) {
      await page.locator('#tree .twist').nth(1).click();
      const names = await page.locator('#tree .row .mono').allTextContents();
      for (const name of ['a;b', 'c,d', 'e@1', 'f(1']) assert.ok(names.includes(name), name);
    }
    assert.equal(await page.locator('img, iframe, object').count(), 0);
    return page;
  },

  async 'graph: where it cannot be quantized is in sight before anything is clicked'(browser) {
    const page = await opened(browser, written('sight.html', 'testdata/small_resnet.scripted.pt', '--input-spec', 'testdata/small_resnet.inputs.json'));
    for (const place of ['#model-title .badge', '#tree .badge.error', 'svg .node.has-error', '.cause.is-error pre'])
      assert.ok((await inSight(page.locator(place))).includes(true), place);
    assert.equal(await page.locator('svg .edge').count(), 10, 'a chain of nine, for the arm that did not run has no edges');
    return page;
  },

  async 'every text has the contrast that people with weak sight need, in light and dark'(browser) {
    const file = written('contrast.html', 'testdata/small_resnet.scripted.pt', 'testdata/control_flow.scripted.pt', '--static', '--suggest', 'diff');
    for (const colorScheme of ['light', 'dark']) {
      const page = await opened(browser, file, {colorScheme});
      assert.deepEqual(await faintTexts(page), [], colorScheme);
      if (colorScheme === 'dark') return page;
      await page.close();
    }
  },

  async 'a screen reader gets the role and the name of each part'(browser) {
    const page = await opened(browser, written('roles.html', 'testdata/small_resnet.scripted.pt', '--static'));
    if (await hasGraphs(browser)) {
      assert.equal(await page.getByRole('tree', {name: 'Modules'}).count(), 1);
      assert.ok(await page.getByRole('treeitem', {name: /^layer1 Sequential, \d errors$/}).count() === 1);
    }
    for (const name of ['Search', 'Module']) assert.equal(await page.getByRole('searchbox', {name}).count(), 1, name);
    for (const name of ['Check', 'Severity']) assert.equal(await page.getByRole('combobox', {name}).count(), 1, name);
    const nameless = await page.evaluate(() => [...document.querySelectorAll('button, input, select, [role="button"]')]
      .filter((each) => !(each.textContent.trim() || each.getAttribute('aria-label') || each.labels?.length)).length);
    assert.equal(nameless, 0);
    return page;
  },

  async 'a program without a library for layouts writes the page without the graph, and says so'(browser) {
    const page = await opened(browser, writtenBy(withoutLayout, 'plain.html', 'testdata/exported/reused_relu.strict.2.6.pt2'));
    assert.match(await page.textContent('#model-facts'), /No graph is shown: the program was built without a library for layouts/);
    assert.ok(await page.locator('#graph-pane').isHidden());
    await page.getByRole('button', {name: 'r', exact: true}).click();
    assert.equal(await page.locator('#tree [aria-selected="true"]').getAttribute('aria-label'), 'r ReLU, 1 error');
    return page;
  },

  async 'graph: models of torchvision are small, quick, and lead to what is wrong'(browser) {
    const models = torchvisionModels();
    if (!models) return skippedTest('python3-torchvision is not installed');
    for (const model of models) {
      const file = written(`${basename(model)}.html`, model, ...(model.endsWith('detector.pt') ? ['--static'] : ['--input-shape', '1,3,224,224']));
      const page = await opened(browser, file);
      const bytes = statSync(file).size;
      const paint = await firstPaint(browser, file);
      console.log(`  ${basename(model)}: ${Math.round(bytes / 1000)} KB, first paint after ${Math.round(paint)} ms`);
      assert.ok(bytes < 2_000_000, `${model}: ${bytes} bytes`);
      assert.ok(paint < 1000, `${model}: ${paint} ms`);
      assert.ok((await inSight(page.locator('svg .node.has-error'))).includes(true), model);
      const link = page.locator('.cause.is-error button.link').filter({hasText: ' in '}).first();
      const place = await link.textContent();
      await link.click();
      assert.equal(await page.locator('svg .node.chosen').count(), 1, place);
      assert.deepEqual(await inSight(page.locator('svg .node.chosen')), [true], place);
      assert.deepEqual(page.problems, [], model);
      await page.close();
    }
  },

  async 'the page of a small model is small, and painted at once'(browser) {
    const file = written('quick.html', 'testdata/small_resnet.traced.pt', '--static');
    assert.ok(statSync(file).size < 400_000, `${statSync(file).size} bytes`);
    const paint = await firstPaint(browser, file);
    console.log(`  first paint after ${Math.round(paint)} ms`);
    assert.ok(paint < 1000, `${paint} ms`);
  },
};

async function screenshot(browser, [file, ...args]) {
  const page = await opened(browser, written('picture.html', ...args));
  await page.screenshot({path: file});
  console.log(page.problems.join('\n'));
}

function skippedTest(why) {
  console.log(`  skipped: ${why}`);
}

const browser = await launched();
let failed = 0;
if (process.argv[3] === '--screenshot') {
  await screenshot(browser, process.argv.slice(4));
} else {
  const graphs = await hasGraphs(browser);
  if (!graphs) console.log('The program was built without a library for layouts: tests of the graph are skipped.');
  for (const [name, test] of Object.entries(tests)) {
    if (!graphs && name.startsWith('graph: ')) continue;
    try {
      const page = await test(browser);
      assert.deepEqual(page?.problems ?? [], []);
      await page?.close();
      console.log(`ok: ${name}`);
    } catch (error) {
      failed += 1;
      console.log(`FAILED: ${name}\n${error.stack}`);
    }
  }
}
await browser.close();
process.exit(failed ? 1 : 0);
