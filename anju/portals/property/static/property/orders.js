/* The grid of homes: ticks that tick a row, a column or all. Without this file the server does it. */
"use strict";

/* <table data-grid>: <input data-group="row-3"> ticks every <input data-groups="all row-3 column-1">, and follows them. */
function gridOf(table) {
  const homes = [...table.querySelectorAll("input[data-groups]")];
  const boxes = [...table.querySelectorAll("input[data-group]")];
  const members = new Map(boxes.map((box) => [box, homes.filter((home) => home.dataset.groups.split(" ").includes(box.dataset.group))]));
  const told = document.querySelector("[data-ticked]");
  const follow = () => {
    members.forEach((own, box) => {
      const count = own.filter((home) => home.checked).length;
      box.checked = own.length > 0 && count === own.length;
      box.indeterminate = count > 0 && count < own.length;
    });
    if (told) told.textContent = homes.filter((home) => home.checked).length;
  };
  table.addEventListener("change", (event) => {
    const own = members.get(event.target);
    if (own) own.forEach((home) => { home.checked = event.target.checked; });
    follow();
  });
  addEventListener("pageshow", follow); // a browser that goes back fills in ticks by itself
  follow();
}

document.querySelectorAll("[data-grid]").forEach(gridOf);
