/* What a page must not do to its readers. Each function gives its findings as sentences; `accessibility.py` asks. */
"use strict";

window.faultsOfPage = (() => {
  const named = (element) => {
    const text = (element.innerText || element.getAttribute("aria-label") || element.name || "").trim().slice(0, 40);
    return `<${element.tagName.toLowerCase()} class="${element.getAttribute("class") || ""}"> «${text}»`;
  };
  const root = () => document.querySelector("dialog:modal") || document.body;
  const isHidden = (element) => !element.checkVisibility({ visibilityProperty: true });

  /* Text for screen readers only takes no room, and the skip link waits above the window. */
  const isForEars = (element) => element.closest(".visually-hidden, .skip-link") !== null
    || element.closest("thead") !== null && getComputedStyle(element.closest("thead")).position === "absolute";

  /* What around a text cuts it off or scrolls, looked up once for each element and layout. */
  let known = new Map();
  const clips = (element) => {
    if (!known.has(element)) {
      const { overflowX: x, overflowY: y } = getComputedStyle(element);
      const above = element === root() || !element.parentElement ? [] : clips(element.parentElement);
      const own = x === "visible" && y === "visible" ? [] : [{ element, x, y, frame: element.getBoundingClientRect() }];
      known.set(element, [...own, ...above]);
    }
    return known.get(element);
  };

  /* Above or below what a part of the page that scrolls by itself shows of it. */
  const isScrolledAway = (element, box) => clips(element).some(({ element: each, y, frame }) =>
    each !== document.body && ["auto", "scroll"].includes(y) && (box.bottom > frame.bottom + 2 || box.top < frame.top - 2));

  const texts = () => {
    const found = [], walker = document.createTreeWalker(root(), NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const element = node.parentElement;
      if (!node.data.trim() || isHidden(element) || isForEars(element) || element.closest("svg, select, option")) continue;
      const range = document.createRange();
      range.selectNodeContents(node);
      for (const box of range.getClientRects()) if (box.width > 1 && !isScrolledAway(element, box)) found.push({ element, box });
    }
    return found;
  };

  function wide() {
    const room = document.documentElement.clientWidth, wide = document.documentElement.scrollWidth;
    if (wide <= room) return [];
    const guilty = [...document.body.querySelectorAll("*")]
      .filter((each) => each.getBoundingClientRect().right > room + 1 && !isHidden(each))
      .slice(-2).map(named);
    return [`is ${wide} px wide in a window of ${room}: ${guilty.join(", ")}`];
  }

  const holder = (element) => {
    while (getComputedStyle(element).display.startsWith("inline") && !/inline-(block|flex|grid)/.test(getComputedStyle(element).display))
      element = element.parentElement;
    return element;
  };

  /* What stays in the window while the page moves under it: its text is above the page's, and legible. */
  const floats = (element) => {
    for (let each = element; each; each = each.parentElement)
      if (["sticky", "fixed"].includes(getComputedStyle(each).position)) return each;
    return null;
  };

  function cut() {
    const faults = new Set(), all = texts();
    for (const { element, box } of all) {
      if (box.right > innerWidth + 1 || box.left < -1) faults.add(`text sticks out of the window: ${named(element)}`);
      const around = holder(element).getBoundingClientRect();
      if (box.right > around.right + 1.5 || box.left < around.left - 1.5) faults.add(`text sticks out of its box: ${named(element)}`);
      for (const { element: each, x, y, frame } of clips(element)) {
        if (["hidden", "clip"].includes(x) && (box.right > frame.right + 1 || box.left < frame.left - 1)
          || ["hidden", "clip"].includes(y) && (box.bottom > frame.bottom + 3 || box.top < frame.top - 3)) faults.add(`text is cut off: ${named(element)}`);
        if (["auto", "scroll"].includes(x) && each.scrollWidth > each.clientWidth + 1)
          faults.add(`has to be scrolled sideways: ${named(each)}`);
      }
    }
    all.forEach((one, index) => all.slice(index + 1).forEach((two) => {
      if (one.element === two.element) return;
      const across = Math.min(one.box.right, two.box.right) - Math.max(one.box.left, two.box.left);
      const down = Math.min(one.box.bottom, two.box.bottom) - Math.max(one.box.top, two.box.top);
      const lower = Math.min(one.box.height, two.box.height);
      if (across > 2 && down > lower / 3 && floats(one.element) === floats(two.element))
        faults.add(`text lies over text: ${named(one.element)} and ${named(two.element)}`);
    }));
    return [...faults];
  }

  const controls = () => [...root().querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex]")]
    .filter((each) => each.type !== "hidden" && !each.disabled && each.tabIndex >= 0 && !isHidden(each));

  /* A link in a sentence is as high as its line (WCAG 2.5.5, 2.5.8: inline). */
  const isInSentence = (element) => element.tagName === "A" && getComputedStyle(element).display === "inline"
    && element.parentElement.innerText.trim() !== element.innerText.trim();

  function small(least) {
    return controls().filter((each) => !isInSentence(each)).flatMap((each) => {
      const tick = ["checkbox", "radio"].includes(each.type);
      const label = tick && (each.closest("label") || root().querySelector(`label[for="${each.id}"]`));
      const boxes = [each, label].filter(Boolean).map((one) => one.getBoundingClientRect());
      const fits = boxes.some((box) => box.width >= least - .5 && box.height >= least - .5);
      const { width, height } = boxes[0];
      return fits ? [] : [`is only ${Math.round(width)} × ${Math.round(height)} px to press: ${named(each)}`];
    });
  }

  function focus() {
    const faults = [];
    for (const each of controls()) {
      each.focus();
      const style = getComputedStyle(each);
      if (document.activeElement !== each) { faults.push(`can't be focused: ${named(each)}`); continue; }
      if (style.outlineStyle === "none" || parseFloat(style.outlineWidth) < 2) faults.push(`shows no focus: ${named(each)}`);
      const [box] = each.getClientRects();
      if (!box || box.bottom < 1 || box.top > innerHeight - 1) { faults.push(`is out of the window when focused: ${named(each)}`); continue; }
      if (style.pointerEvents === "none") continue;
      const y = Math.min(Math.max(box.top + box.height / 2, 1), innerHeight - 1);
      const on = document.elementFromPoint(box.left + box.width / 2, y);
      if (on && !each.contains(on) && !on.contains(each)) faults.push(`is covered when focused: ${named(each)} by ${named(on)}`);
    }
    document.activeElement.blur();
    scrollTo(0, 0);
    return faults;
  }

  const axeFinds = async (options) => {
    const { violations } = await axe.run(document, options), faults = [];
    for (const rule of violations) for (const node of rule.nodes)
      if (rule.id !== "target-size" || await isTooSmall(node.target[0]))
        faults.push(`axe ${rule.id}: ${node.target} ${node.html.slice(0, 120)} (${node.failureSummary.split("\n").slice(1).join(";").trim()})`);
    return faults;
  };

  /* What a bar that stays in the window covers is scrolled from under it before its size counts. */
  const isTooSmall = async (selector) => {
    const element = document.querySelector(selector);
    element.scrollIntoView({ block: "center" });
    const { violations } = await axe.run(element, { runOnly: ["target-size"] });
    return violations.length > 0;
  };

  /* In both sizes of type, the other than `last` first: that is a class of the root element and nothing else. */
  const sizes = (least, last) => [!last, last].flatMap((large) => {
    document.documentElement.classList.toggle("large-type", large);
    known = new Map();
    return [...wide(), ...cut(), ...small(least)].map((fault) => [large, fault]);
  });

  /* In the size of type that was looked at last. */
  async function closely(rules) {
    document.activeElement.blur(); // a skip link in the window would cover what it skips
    return [...await axeFinds(rules), ...focus()];
  }

  return { sizes, closely };
})();
