/* 我的分摊: the browser does the sum again, from the figures that stand on the page. Without it they stand all the same. */
"use strict";

const hundredthsOf = (text) => {
  const found = /^(\d{1,3}(?:,\d{3})+|\d{1,15})(?:\.(\d{1,2}))?$/.exec(text.replace(/[¥\s]/g, ""));
  return found ? BigInt(found[1].replaceAll(",", "")) * 100n + BigInt((found[2] || "").padEnd(2, "0")) : null;
};

const grouped = (whole) => String(whole).replace(/\B(?=(\d{3})+$)/g, ",");
const yuanOf = (fen) => `${grouped(fen / 100n)}.${String(fen % 100n).padStart(2, "0")}`;

const filled = (words, figures) => words.replace(/\{(\w+)\}/g, (_place, name) => figures[name]);

/* The figures of one step as they are read on the page; null while one can't be read. */
function figuresOf(step) {
  const read = {};
  for (const one of step.querySelectorAll("[data-figure]")) read[one.dataset.figure] = hundredthsOf(one.textContent);
  const known = ["total", "weight", "whole", "part"].every((name) => read[name] !== null && read[name] !== undefined);
  return known && read.whole > 0n ? read : null;
}

/* amount × area ÷ total area, cut off after the fen; whoever stands among the first `left` by remainder gets one more. */
function partOf(read, step) {
  const [left, place] = [BigInt(step.dataset.left), BigInt(step.dataset.place)];
  const product = read.total * read.weight;
  const part = product / read.whole + (place > 0n && place <= left ? 1n : 0n);
  const millionths = (product * 10000n) / read.whole;
  const exact = `${grouped(millionths / 1000000n)}.${String(millionths % 1000000n).padStart(6, "0")}`;
  return { part, exact };
}

function recompute(box) {
  const line = box.querySelector("[data-recomputed]");
  let agrees = true;
  let before = null;
  let said = "";
  for (const step of box.querySelectorAll("[data-step]")) {
    const read = figuresOf(step);
    if (read === null) return;
    const { part, exact } = partOf(read, step);
    agrees = agrees && part === read.part && (step.dataset.follows === undefined || before === read.total);
    before = part;
    const sum = { total: yuanOf(read.total), weight: yuanOf(read.weight), whole: yuanOf(read.whole) };
    said += filled(line.dataset.sum, { ...sum, exact, part: yuanOf(part) }) + "\n";
  }
  line.textContent = said + (agrees ? line.dataset.agrees : line.dataset.differs);
  line.classList.add(agrees ? "agrees" : "differs");
  line.hidden = false;
}

document.querySelectorAll("[data-share]").forEach(recompute);
