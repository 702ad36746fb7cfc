// Contact with the server: lost when a phone sleeps, a camera app is in front, Wi-Fi drops or the server starts anew.
// Data in: visit (a new one is another visit), heard (the last trigger), and the words. Trigger out: `back`, when contact is restored.
// Streamlit connects again by itself, but it lets the old page stand: a server that has forgotten the visit then answers
// none of its buttons. Asking for a new run makes the page that of the visit that the server knows, whichever it is.
const PATIENCE = 2500; // milliseconds: shorter losses need no word
const SHOWN = 20000; // how long a word stays that asks nothing of the visitor
const ANSWER = 15000; // after which a run that was asked for is given up, and the page loaded again
const AFRESH = "exhibit-afresh";
const STYLE =
  "position:fixed;inset:auto 1rem 1rem;margin:auto;max-width:36rem;z-index:1000000;padding:0.9rem 1.2rem;" +
  "border:2px solid;border-radius:0.6rem;background:var(--ink);color:var(--paper);font:1rem/1.45 sans-serif";

const say = (text) => {
  const known = document.getElementById("exhibit-contact");
  const place = known ?? document.body.appendChild(document.createElement("div"));
  Object.assign(place, { id: "exhibit-contact", textContent: text, hidden: !text });
  place.setAttribute("role", "status");
  place.style.cssText = text ? STYLE : "display:none";
};

const state = (window.exhibitContact ??= { visit: null, away: false, chosen: false });

const lose = () => {
  if (state.away) return;
  state.away = true;
  state.timer = setTimeout(() => say(state.data.lost), PATIENCE);
};

const find = () => {
  if (!state.away) return;
  state.away = false;
  state.returned = true;
  clearTimeout(state.timer);
  // What is tapped before the new run is through might be a part that the server does not know yet.
  hold(true);
  state.timer = setTimeout(() => {
    sessionStorage.setItem(AFRESH, "yes");
    location.reload();
  }, ANSWER);
  state.ask("back", Date.now());
};

const hold = (still) => document.querySelectorAll('[data-testid="stMain"]').forEach((part) => (part.inert = still));

// After the run that was asked for: is this still the visit that the page has shown?
const arrive = (visit) => {
  const isAnother = state.visit !== null && state.visit !== visit;
  state.visit = visit;
  const isReloaded = sessionStorage.getItem(AFRESH) !== null;
  sessionStorage.removeItem(AFRESH);
  if (!state.returned && !isReloaded) return;
  state.returned = false;
  clearTimeout(state.timer);
  hold(false);
  const words = [(isAnother || isReloaded) && state.data.afresh, state.chosen && state.data.choose_again];
  state.chosen = false;
  say(words.filter(Boolean).join(" "));
  state.timer = setTimeout(() => say(""), SHOWN);
};

// Streamlit's own word of the loss is English and speaks of the internet, which the exhibit does not need.
const hideTheirs = () => {
  const theirs = state.away && document.querySelector('[data-testid="stDialog"]');
  if (theirs) theirs.style.display = "none";
};

export default function ({ data, setTriggerValue }) {
  Object.assign(state, { data, ask: setTriggerValue });
  const app = document.querySelector('[data-testid="stApp"]');
  const look = () => {
    const connected = app.dataset.testConnectionState === "CONNECTED";
    connected ? find() : lose();
  };
  const noteFile = (event) => (state.chosen ||= state.away && event.target.type === "file");
  state.stop?.();
  const line = new MutationObserver(look);
  line.observe(app, { attributeFilter: ["data-test-connection-state"] });
  const dialogs = new MutationObserver(hideTheirs);
  dialogs.observe(document.body, { childList: true, subtree: true });
  document.addEventListener("change", noteFile, true);
  state.stop = () => {
    line.disconnect();
    dialogs.disconnect();
    document.removeEventListener("change", noteFile, true);
  };
  arrive(data.visit);
  look();
}
