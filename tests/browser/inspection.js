// What is wrong with the page as it stands, measured: (fingertip in pixels) -> { small, sideways, speechless }, lists of lines.
(fingertip) => {
  // Components draw in a tree of their own (a shadow root), which querySelectorAll does not enter.
  const everywhere = (selector, root = document) => {
    const hosts = [...root.querySelectorAll("*")].filter((element) => element.shadowRoot);
    return [...root.querySelectorAll(selector), ...hosts.flatMap((host) => everywhere(selector, host.shadowRoot))];
  };
  const seen = (element) => {
    const box = element.getBoundingClientRect();
    const visible = element.checkVisibility({ opacityProperty: true, visibilityProperty: true });
    return visible && box.width > 2 && box.height > 2 && box.right > 0 && box.bottom > 0;
  };

  // Every visible control that is smaller than a fingertip. What counts is where a finger may land: the label around a
  // box, the frame of a list or slider, the card that a link's ::after covers. A link in a sentence is as large as its
  // line allows (WCAG 2.5.8 makes the same exception).
  const controls =
    "a[href], button, input:not([type=file]), select, textarea, summary, [role=button], [role=radio], [role=tab]," +
    "[role=option], [role=combobox], [role=checkbox], [role=switch]";
  const targetOf = (element) => {
    const after = getComputedStyle(element, "::after");
    if (after.position === "absolute" && after.content !== "none") {
      let card = element.parentElement;
      while (card && getComputedStyle(card).position === "static") card = card.parentElement;
      return card ?? element;
    }
    const framed = element.matches("input, [aria-haspopup=listbox]") && element.closest("[role=group]");
    return element.closest("label") || framed || element;
  };
  const inSentence = (element) => element.matches("a") && getComputedStyle(element).display === "inline";
  const small = everywhere(controls)
    .filter((element) => !element.disabled && seen(targetOf(element)) && !inSentence(element))
    .map((element) => [element, targetOf(element).getBoundingClientRect()])
    .filter(([, box]) => box.width < fingertip || box.height < fingertip)
    .map(([element, box]) => {
      const words = element.getAttribute("aria-label") || element.innerText || element.type || "";
      return `${element.tagName} "${words.trim().slice(0, 40)}" ${box.width.toFixed(0)}x${box.height.toFixed(0)}`;
    });

  const sideways = everywhere('html, [data-testid="stMain"], [data-testid="stMainBlockContainer"]')
    .filter((part) => part.scrollWidth > part.clientWidth + 1)
    .map((part) => `${part.dataset.testid ?? "html"} is ${part.scrollWidth} wide in ${part.clientWidth}`);

  // Pictures without words. A picture within something that has words (a sheet, a button) needs none of its own.
  const named = (part) =>
    part.getAttribute("alt") || part.getAttribute("aria-label") || part.querySelector(":scope > title");
  const speaks = (part, picture) => part === picture || part.matches("[role=img], [role=figure], figure, button, a");
  const spokenFor = (picture) => {
    for (let part = picture; part; part = part.parentElement) if (named(part) && speaks(part, picture)) return true;
    return Boolean(picture.closest("[aria-hidden=true]"));
  };
  const speechless = everywhere("img, svg[role=img], .js-plotly-plot, canvas")
    .filter((picture) => seen(picture) && !spokenFor(picture))
    .map((picture) => picture.outerHTML.slice(0, 120));

  return { small: [...new Set(small)], sideways, speechless };
}
