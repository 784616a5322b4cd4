// SPDX-License-Identifier: Apache-2.0

// Shared by the tests of the HTML page: runs the program, opens its pages in Chromium, and measures what they show.

import {execFileSync} from 'node:child_process';
import {existsSync, mkdtempSync, rmSync} from 'node:fs';
import {createRequire} from 'node:module';
import {homedir, tmpdir} from 'node:os';
import {dirname, join, resolve} from 'node:path';
import {fileURLToPath, pathToFileURL} from 'node:url';

const SKIPPED = 77;
export const SOURCE = resolve(dirname(fileURLToPath(import.meta.url)), '..', '..');
const TOOLS = process.env.AIMET_REPORT_TOOLS ||
  join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'aimet-validate', 'npm');
const CHROMIUM = ['/usr/bin/chromium', '/usr/bin/chromium-browser'].find((path) => existsSync(path));

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

export const program = resolve(process.argv[2]);
export const withoutLayout = resolve(process.argv[3] || '');
export const folder = mkdtempSync(join(tmpdir(), 'aimet-page-'));
process.on('exit', () => rmSync(folder, {recursive: true, force: true}));

/** Runs the program with these arguments and returns the path of the page that it writes. */
export function written(name, ...args) {
  return writtenBy(program, name, ...args);
}

export function writtenBy(command, name, ...args) {
  const output = join(folder, name);
  try {
    execFileSync(command, ['--format', 'html', '--output', output, '--quiet', ...args], {cwd: SOURCE, stdio: ['ignore', 'pipe', 'pipe']});
  } catch (error) {
    if (!existsSync(output)) throw new Error(`${error.message}\n${error.stderr}`);
  }
  return output;
}

/** Opens a file. Collects errors, warnings, dialogs and requests to other addresses in `page.problems`. */
export async function opened(browser, file, options = {}) {
  const page = await browser.newPage({viewport: {width: 1500, height: 900}, ...options});
  page.problems = [];
  page.on('console', (message) => { if (['error', 'warning'].includes(message.type())) page.problems.push(message.text()); });
  page.on('pageerror', (error) => page.problems.push(String(error)));
  page.on('dialog', (dialog) => { page.problems.push(`dialog ${dialog.message()}`); dialog.dismiss(); });
  page.on('request', (request) => { if (!request.url().startsWith('data:') && request.url() !== pathToFileURL(file).href) page.problems.push(`request ${request.url()}`); });
  await page.goto(pathToFileURL(file).href);
  return page;
}

/** The paths of torchvision models with random weights; null if torchvision is not installed. */
export function torchvisionModels() {
  const python = `
import sys, torch
from torchvision import models
folder = sys.argv[1]
x = torch.rand(1, 3, 224, 224)
torch.jit.trace(models.resnet50(weights=None).eval(), x, check_trace=False).save(folder + "/resnet50.pt")
torch.jit.trace(models.vit_b_16(weights=None).eval(), x, check_trace=False).save(folder + "/vit_b_16.pt")
torch.jit.trace(models.swin_t(weights=None).eval(), x, check_trace=False).save(folder + "/swin_t.pt")
detector = models.detection.ssdlite320_mobilenet_v3_large(weights=None, weights_backbone=None).eval()
torch.jit.script(detector).save(folder + "/detector.pt")
`;
  try {
    execFileSync('/usr/bin/python3', ['-W', 'ignore', '-c', python, folder], {stdio: ['ignore', 'pipe', 'pipe'], timeout: 400_000});
  } catch (error) {
    if (!/No module named|ENOENT/.test(`${error.code} ${error.stderr}`)) throw new Error(`${error.message}\n${error.stderr}`);
    return null;
  }
  return ['resnet50.pt', 'vit_b_16.pt', 'swin_t.pt', 'detector.pt'].map((name) => join(folder, name));
}

/** The shortest time to first paint of up to five openings, in ms: other work on the machine only makes it longer. */
export async function firstPaint(browser, file) {
  // A page may finish loading before its first paint.
  const paint = () => new Promise((resolve) => {
    setTimeout(() => resolve(Infinity), 10_000);
    new PerformanceObserver((list) => {
      for (const {startTime} of list.getEntriesByName('first-contentful-paint')) resolve(startTime);
    }).observe({type: 'paint', buffered: true});
  });
  let quickest = Infinity;
  for (let round = 0; round < 5 && quickest >= 1000; ++round) {
    const page = await opened(browser, file);
    quickest = Math.min(quickest, await page.evaluate(paint));
    await page.close();
  }
  return quickest;
}

/** For each element, whether a part of it is visible within the window and all scrolling containers around it. */
export function inSight(locator) {
  return locator.evaluateAll((elements) => elements.map((element) => {
    let {left, right, top, bottom} = element.getBoundingClientRect();
    for (let around = element.parentElement; around; around = around.parentElement) {
      const box = around === document.documentElement ? {left: 0, top: 0, right: innerWidth, bottom: innerHeight} : around.getBoundingClientRect();
      if (around !== document.documentElement && getComputedStyle(around).overflow === 'visible') continue;
      [left, right, top, bottom] = [Math.max(left, box.left), Math.min(right, box.right), Math.max(top, box.top), Math.min(bottom, box.bottom)];
    }
    return right - left > 4 && bottom - top > 4;
  }));
}

/** The texts of elements with less contrast than WCAG 2 requires at level AA, each with its contrast. */
export function faintTexts(page) {
  return page.evaluate(() => {
    const channels = (color) => (color.match(/[\d.]+/g) || []).map(Number);
    const light = (color) => channels(color).slice(0, 3).map((c) => c / 255)
      .map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4))
      .reduce((sum, c, at) => sum + c * [0.2126, 0.7152, 0.0722][at], 0);
    const isOpaque = (color) => channels(color).length === 3 || channels(color)[3] === 1;
    const paperOf = (element) => {
      for (let around = element; around; around = around.parentElement) {
        const rect = around.matches('svg .node') ? around.querySelector('rect') : null;
        const color = rect ? getComputedStyle(rect).fill : getComputedStyle(around).backgroundColor;
        if (color !== 'none' && isOpaque(color)) return color;
      }
      return 'rgb(255, 255, 255)';
    };
    const faint = [];
    for (const element of document.querySelectorAll('body *')) {
      const text = [...element.childNodes].filter((node) => node.nodeType === Node.TEXT_NODE).map((node) => node.data.trim()).join('');
      if (text === '' || !element.checkVisibility() || ['SCRIPT', 'NOSCRIPT', 'OPTION', 'title'].includes(element.tagName)) continue;
      const style = getComputedStyle(element);
      const lights = [light(element.namespaceURI.endsWith('svg') ? style.fill : style.color), light(paperOf(element))];
      const contrast = (Math.max(...lights) + 0.05) / (Math.min(...lights) + 0.05);
      if (contrast < 4.5) faint.push(`${text.slice(0, 40)}: ${contrast.toFixed(2)}`);
    }
    return faint;
  });
}

export async function launched() {
  try {
    return await playwright().launch({executablePath: CHROMIUM, args: ['--no-sandbox', '--disable-dev-shm-usage', '--disable-gpu']});
  } catch (error) {
    return skip(`chromium does not start here: ${String(error).split('\n')[0]}`);
  }
}

/** Whether the program's pages have graphs. */
export async function hasGraphs(browser) {
  const page = await opened(browser, written('trial.html', 'testdata/functional_linear.traced.pt', '--static'));
  const has = await page.evaluate('typeof dagre !== "undefined"');
  await page.close();
  return has;
}
