/* 退款方案: the totals follow what is typed. Without this file they are typed, and checked all the same. */
"use strict";

const fenOf = (text) => {
  const found = /^\s*(\d{1,3}(?:,\d{3})+|\d{1,12})(?:\.(\d{1,2}))?\s*$/.exec(text || "");
  return found ? BigInt(found[1].replaceAll(",", "")) * 100n + BigInt((found[2] || "").padEnd(2, "0")) : null;
};

const yuanOf = (fen) => {
  const size = fen < 0n ? -fen : fen;
  return `${fen < 0n ? "-" : ""}${size / 100n}.${String(size % 100n).padStart(2, "0")}`;
};

/* What the rows deduct from a part; null while an amount can't be read. */
function listed(form, part) {
  let sum = 0n;
  for (const row of form.querySelectorAll(".deduction")) {
    if (row.querySelector("select[name$=-part]").value !== part) continue;
    const text = row.querySelector("input[name$=-amount]").value;
    if (!text.trim()) continue;
    const fen = fenOf(text);
    if (fen === null) return null;
    sum += fen;
  }
  return sum;
}

function tell(box) {
  const [deducted, toTenant] = [...box.querySelectorAll("input")].map((input) => fenOf(input.value));
  const line = box.querySelector(".sum-line");
  const known = deducted !== null && toTenant !== null;
  const gap = known ? BigInt(box.dataset.held) - deducted - toTenant : 0n;
  line.classList.toggle("differs", gap !== 0n);
  const said = !known ? "" : gap === 0n ? line.dataset.agrees : `${line.dataset.differs} ¥${yuanOf(gap)}`;
  if (line.textContent !== said) line.textContent = said;
}

function follow(form) {
  for (const box of form.querySelectorAll("[data-part]")) {
    const sum = listed(form, box.dataset.part);
    if (sum === null) continue;
    const [deducted, toTenant] = box.querySelectorAll("input");
    const rest = BigInt(box.dataset.held) - sum;
    deducted.value = yuanOf(sum);
    if (rest >= 0n) toTenant.value = yuanOf(rest);
    tell(box);
  }
}

for (const form of document.querySelectorAll("[data-plan]")) {
  const heard = (event) => {
    if (event.target.closest(".deduction")) follow(form);
    else if (event.target.closest("[data-part]")) tell(event.target.closest("[data-part]"));
  };
  form.addEventListener("input", heard);
  form.addEventListener("change", heard);
  form.addEventListener("htmx:afterSettle", () => follow(form));
  form.querySelectorAll("[data-part]").forEach(tell);
}
