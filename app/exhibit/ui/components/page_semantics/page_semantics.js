// What Streamlit leaves out and screen readers and keyboards need: the page's language, which link is the current room,
// a way to move what scrolls sideways on a phone, and Streamlit's own words in the visitor's language.
// It keeps watching: when Streamlit draws a part afresh, the marks on the old one are gone with it.
const TEXTS = ["SkipToContent", "FileUploader", "CameraInput"].map((name) => `[data-testid="st${name}"]`).join() + ",[role=listbox]";
const REFUSAL = '[data-testid="stFileChip"] [role="alert"]';
const NAMES = ["aria-label", "title", "placeholder"];
const NAMED = "button, input, section, [role], [aria-label^=Shortcut]";

// A text of Streamlit's, perhaps with gaps ("{size}MB per file"), as a pattern that a whole text must fit.
const pattern = (text) => new RegExp(`^${text.replace(/[.*+?^$()|[\]\\]/g, "\\$&").replace(/\{(\w+)\}/g, "(?<$1>.+)")}$`);

const translator = (pairs) => {
  const known = pairs.map(([theirs, ours]) => [pattern(theirs), ours]);
  return (text) => {
    const [theirs, ours] = known.find(([theirs]) => theirs.test(text.trim())) ?? [];
    if (!theirs) return text;
    const { groups } = theirs.exec(text.trim());
    return ours.replace(/\{(\w+)\}/g, (gap, name) => groups?.[name] ?? gap);
  };
};

// What Streamlit wrote, by the place where ours stands now: a visitor may change the language again.
const written = (window.exhibitWritten ??= new WeakMap());

const put = (place, name, shown, inOurs, write) => {
  const known = written.get(place) ?? {};
  const theirs = known[name]?.ours === shown ? known[name].theirs : shown;
  const ours = inOurs(theirs);
  if (ours !== shown) write(ours);
  written.set(place, { ...known, [name]: { theirs, ours } });
};

const translate = (inOurs) => {
  document.querySelectorAll(TEXTS).forEach((part) => {
    const texts = document.createTreeWalker(part, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) {
      const node = texts.currentNode;
      if (node.parentElement.matches(REFUSAL)) continue;
      put(node, "text", node.nodeValue, inOurs, (ours) => (node.nodeValue = ours));
    }
  });
  document.querySelectorAll(NAMED).forEach((part) =>
    NAMES.filter((name) => part.hasAttribute(name)).forEach((name) =>
      put(part, name, part.getAttribute(name), inOurs, (ours) => part.setAttribute(name, ours)),
    ),
  );
};

// Streamlit's word beside a file that never reached the museum: too large, or the server did not take it. It is English
// in every language, in pieces, and speaks of libraries.
const answerRefusals = (tooLarge, notTaken) => {
  document.querySelectorAll(REFUSAL).forEach((alert) => {
    const pieces = [...alert.childNodes].filter((node) => node.nodeType === Node.TEXT_NODE);
    const theirs = pieces.map((node) => written.get(node)?.text.theirs ?? node.nodeValue).join("");
    const ours = /or smaller/.test(theirs) ? tooLarge : notTaken;
    pieces.forEach((node, i) => put(node, "text", node.nodeValue, () => (i ? "" : ours), (text) => (node.nodeValue = text)));
  });
};

// A finger that starts on a chart scrolls the page. Where a tap on a mark means something, Streamlit makes Plotly drag
// the chart instead, whatever the chart asks for. A tap still arrives: as the mouse that browsers make of it.
const letScroll = (touch) => touch.target.closest?.('[data-testid="stPlotlyChart"]') && touch.stopPropagation();

export default function ({ data }) {
  const offered = JSON.parse(data.offered);
  const inOurs = translator(JSON.parse(data.texts));
  const mark = () => {
    document.documentElement.lang = data.language;
    document.querySelectorAll('[class*="st-key-scroll-"], .scroll').forEach((part) => (part.tabIndex = 0));
    document.querySelectorAll('[class*="st-key-model-card"]').forEach((card) => (card.lang = data.notes));
    document.querySelectorAll('[class*="st-key-live-"]').forEach((part) => part.setAttribute("aria-live", "polite"));
    translate(inOurs);
    answerRefusals(data.too_large, data.not_taken);
    const switches = document.querySelectorAll(".st-key-language button");
    switches.forEach((button, i) => (button.lang = offered[i] ?? data.language));
    const strip = document.querySelector(".st-key-rooms");
    if (!strip) return;
    strip.setAttribute("role", "navigation");
    strip.setAttribute("aria-label", data.label);
    strip.querySelectorAll("a").forEach((link) => {
      const address = link.getAttribute("href").replace(/[?#].*/, "").replace(/^.*\//, "");
      if (address !== data.address) return link.removeAttribute("aria-current");
      if (link.hasAttribute("aria-current")) return;
      link.setAttribute("aria-current", "page");
      link.scrollIntoView({ block: "nearest", inline: "center" });
    });
  };
  document.removeEventListener("touchstart", window.exhibitScroll, true);
  document.addEventListener("touchstart", (window.exhibitScroll = letScroll), { capture: true, passive: true });
  window.exhibitMarks?.disconnect();
  const watch = (window.exhibitMarks = new MutationObserver(mark));
  watch.observe(document.body, { childList: true, subtree: true });
  mark();
  return () => watch.disconnect();
}
