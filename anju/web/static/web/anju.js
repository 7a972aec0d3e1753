/* The few things a page does by itself. Every page works without this file, only less comfortably. */
"use strict";

const each = (root, selector, work) => {
  if (root.matches && root.matches(selector)) work(root);
  root.querySelectorAll(selector).forEach(work);
};

const clockFace = (seconds) =>
  `${String(Math.floor(seconds / 60)).padStart(2, "0")}:${String(seconds % 60).padStart(2, "0")}`;

/* Moments at which the time left is told to screen readers. */
const SAID_AT = new Set([120, 60, 30, 10]);

/* <span data-countdown="180" data-over="…" data-reload>: from the moment the page came. */
function countDown(element) {
  const end = Date.now() + Number(element.dataset.countdown) * 1000;
  const timer = setInterval(() => {
    if (!element.isConnected) return clearInterval(timer);
    const left = Math.max(0, Math.ceil((end - Date.now()) / 1000));
    element.textContent = left || !element.dataset.over ? clockFace(left) : element.dataset.over;
    element.classList.toggle("countdown-short", left <= 30);
    if (SAID_AT.has(left)) element.nextElementSibling.textContent = clockFace(left);
    if (left) return;
    clearInterval(timer);
    if ("reload" in element.dataset) setTimeout(() => location.reload(), 1500);
  }, 500);
}

/* <button data-copies="id of the text">: 一键复制. */
function copies(button) {
  const label = button.textContent;
  button.addEventListener("click", async () => {
    const text = document.getElementById(button.dataset.copies).innerText.trim();
    let told = button.dataset.done;
    try {
      await navigator.clipboard.writeText(text);
      setTimeout(() => button.closest("dialog")?.close(), 1500);
    } catch {
      told = button.dataset.failed;
    }
    button.textContent = told;
    setTimeout(() => { button.textContent = label; }, 2500);
  });
}

/* <button data-opens="id of a dialog"> and, inside the dialog, <button data-closes>. */
function opens(button) {
  button.addEventListener("click", (event) => {
    event.preventDefault();
    document.getElementById(button.dataset.opens).showModal();
  });
}

function closes(button) {
  button.addEventListener("click", (event) => {
    event.preventDefault();
    button.closest("dialog").close();
  });
}

/* A dialog that the page came with: with scripts it keeps the focus, and Escape closes it. */
function becomesModal(dialog) {
  dialog.removeAttribute("open");
  dialog.showModal();
}

/* <output data-total-of="id of a table"><span data-total>: the total of the ticked rows; each tick has its data-fen. */
function totals(output) {
  const ticks = [...document.querySelectorAll(`#${output.dataset.totalOf} input[data-fen]`)];
  const add = () => {
    const fen = ticks.filter((tick) => tick.checked).reduce((sum, tick) => sum + BigInt(tick.dataset.fen), 0n);
    const whole = String(fen / 100n).replace(/\B(?=(\d{3})+$)/g, ",");
    output.querySelector("[data-total]").textContent = `${whole}.${String(fen % 100n).padStart(2, "0")}`;
  };
  ticks.forEach((tick) => tick.addEventListener("change", add));
  add();
}

/* <label hidden><input data-ticks-all="id of a table"></label>: ticks every row, and follows the rows. */
function ticksAll(box) {
  const ticks = [...document.querySelectorAll(`#${box.dataset.ticksAll} input[type=checkbox]`)];
  const follow = () => {
    const count = ticks.filter((tick) => tick.checked).length;
    box.checked = count === ticks.length;
    box.indeterminate = count > 0 && count < ticks.length;
  };
  box.addEventListener("change", () => {
    const { checked } = box;
    ticks.forEach((tick) => { tick.checked = checked; tick.dispatchEvent(new Event("change")); });
    follow();
  });
  ticks.forEach((tick) => tick.addEventListener("change", follow));
  box.closest("[hidden]").hidden = false;
  follow();
}

/* 《用户须知》: the button waits until the end has been seen and the time has run out. */
function waitsForReading(button) {
  const text = document.querySelector("[data-read-to-end]");
  const hint = document.querySelector("[data-reading-hint]");
  const label = button.textContent;
  const wait = Number(button.dataset.waitsForReading);
  const end = Date.now() + wait * 1000 + 300;
  let seen = false;
  const look = () => {
    seen = seen || text.scrollTop + text.clientHeight >= text.scrollHeight - 4;
    const left = Math.max(0, Math.min(wait, Math.ceil((end - Date.now()) / 1000)));
    button.disabled = !seen || left > 0;
    button.textContent = left ? `${label} (${left})` : label;
    const now = !seen ? hint.dataset.scroll : left ? hint.dataset.wait : hint.dataset.ready;
    if (hint.textContent !== now) hint.textContent = now;
    if (!button.disabled) clearInterval(timer);
  };
  const timer = setInterval(look, 250);
  text.addEventListener("scroll", look);
  look();
}

/* The menu is open where there is room for it. */
function fold(details) {
  const wide = matchMedia("(min-width: 62rem)");
  const follow = () => { details.open = wide.matches; };
  wide.addEventListener("change", follow);
  follow();
}

/* A form is sent once: a second click while it is on its way does nothing. */
function sendOnce(form) {
  form.addEventListener("submit", (event) => {
    if (form.dataset.sent) return event.preventDefault();
    form.dataset.sent = "1";
    setTimeout(() => { delete form.dataset.sent; }, 8000);
  });
}

/* <form data-submits-itself>: goes on by itself; its button is for browsers without scripts. */
function submitsItself(form) {
  form.requestSubmit();
}

/* <a data-goes>: leads there by itself, and does not stand in the way back. */
function goes(link) {
  location.replace(link.href);
}

function begin(root) {
  each(root, "[data-countdown]", countDown);
  each(root, "[data-copies]", copies);
  each(root, "[data-opens]", opens);
  each(root, "[data-closes]", closes);
  each(root, "dialog[open]", becomesModal);
  each(root, "[data-total-of]", totals);
  each(root, "[data-ticks-all]", ticksAll);
  each(root, "[data-waits-for-reading]", waitsForReading);
  each(root, "[data-fold]", fold);
  each(root, "[data-goes]", goes);
  each(root, "form[method=post]", sendOnce);
  each(root, "[data-submits-itself]", submitsItself);
  each(root, "[data-focus]", (element) => element.focus());
}

begin(document.documentElement);
document.addEventListener("htmx:load", (event) => {
  if (event.target !== document.body) begin(event.target);
});
