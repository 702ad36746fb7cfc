// A passage read aloud, the sentence being spoken marked in the transcript. Three voices, the best that there is:
// a person's recording, the device's own voice (local ones only: no word leaves the machine), the audio that ships.
// Data in: passage, visit, language, sentences [{ text, spoken, begins }], recording and shipped { address, starts }
// or null, speeds [{ speed, label }], words. Out: <html data-narration="playing"> while a voice is heard, and the event
// "exhibit:narration" on the document with detail { playing, passage } when that begins and ends.
const visit = (window.exhibitNarration ??= { id: "", speed: 1, player: null });
// Apple's joke voices count as local English voices; nobody wants the story read by them.
const JOKES = /albert|bad news|bahh|bells|boing|bubbles|cellos|deranged|eddy|flo\b|good news|grand(ma|pa)|hysterical|jester|junior|organ|ralph|reed|rocko|sandy|shelley|superstar|trinoids|whisper|wobble|zarvox/i;
const FOLDED = ["transcript", "previous", "next", "label"]; // what unfolds when somebody first asks to listen
const TICK = 80, SILENT_AFTER = 4000; // milliseconds

const wait = (action, time) => setTimeout(action, time);

/** The sentence that is being spoken after `time` seconds. */
const sentenceAt = (starts, time) => Math.max(0, starts.findLastIndex((start) => start <= time + 0.05));

/** When each sentence begins in a recording of this length, if all are spoken at the same pace. */
function estimate(sentences, duration) {
  const lengths = sentences.map((sentence) => sentence.spoken.length + 8); // 8 letters' time for the pause
  const whole = lengths.reduce((sum, length) => sum + length, 0);
  let before = 0;
  return lengths.map((length) => (duration * ((before += length) - length)) / whole);
}

/** Reads from a file. `heard` is told sentence(i), end() and fail(). */
class FileVoice {
  constructor(file, sentences, heard) {
    Object.assign(this, { file, sentences, heard });
    this.audio = new Audio();
    this.audio.preload = "none";
    this.audio.src = file.address;
    this.audio.onended = () => heard.end();
    this.audio.onerror = () => heard.fail();
  }
  starts() {
    return this.file.starts ?? estimate(this.sentences, this.audio.duration);
  }
  tell() {
    if (this.audio.readyState > 0) this.heard.sentence(sentenceAt(this.starts(), this.audio.currentTime));
  }
  play(index) {
    const seek = () => (this.audio.currentTime = this.starts()[index]);
    if (index !== undefined && this.audio.readyState > 0) seek();
    else if (index) this.audio.addEventListener("loadedmetadata", seek, { once: true });
    this.speed();
    clearInterval(this.clock);
    this.clock = setInterval(() => this.tell(), TICK);
    this.audio.play().catch((error) => error.name === "AbortError" || this.heard.fail());
  }
  pause() {
    clearInterval(this.clock);
    this.audio.pause();
  }
  speed() {
    this.audio.defaultPlaybackRate = this.audio.playbackRate = visit.speed;
  }
  stop() {
    this.pause();
    this.audio.onended = this.audio.onerror = null;
    this.audio.removeAttribute("src");
    this.audio.load();
  }
}

/** Reads with the device's own voice, sentence by sentence: not every browser can pause within one. */
class OwnVoice {
  constructor(voice, sentences, heard) {
    Object.assign(this, { voice, sentences, heard, at: 0, turn: 0 });
  }
  play(index = this.at) {
    const turn = ++this.turn;
    speechSynthesis.cancel();
    this.at = index;
    this.heard.sentence(index);
    const words = (this.words = new SpeechSynthesisUtterance(this.sentences[index].spoken));
    Object.assign(words, { voice: this.voice, lang: this.voice.lang, rate: visit.speed });
    const mine = (action) => () => turn === this.turn && action();
    const next = () => (index + 1 < this.sentences.length ? this.play(index + 1) : this.heard.end());
    words.onstart = mine(() => clearTimeout(this.patience));
    words.onend = mine(next);
    words.onerror = mine(() => this.heard.fail());
    clearTimeout(this.patience);
    this.patience = wait(mine(() => this.heard.fail()), SILENT_AFTER);
    speechSynthesis.speak(words);
  }
  pause() {
    this.turn++;
    clearTimeout(this.patience);
    speechSynthesis.cancel();
  }
  speed() {
    this.play();
  }
  stop() {
    this.pause();
  }
}

/** The best local voice for a language, or undefined. A voice that sends words to a server is never taken. */
function ownVoice(language) {
  const fits = (voice) => voice.lang.toLowerCase().replace("_", "-").split("-")[0] === language.split("-")[0];
  const worth = (voice) =>
    4 * /premium|enhanced|natural/i.test(voice.name + voice.voiceURI) + 2 * voice.default + /[-_](gb|us|fr)/i.test(voice.lang);
  const voices = window.speechSynthesis?.getVoices() ?? [];
  const local = voices.filter((voice) => voice.localService === true && fits(voice) && !JOKES.test(voice.name));
  return local.sort((one, other) => worth(other) - worth(one))[0];
}

class Player {
  constructor(root) {
    const find = (selector) => root.querySelector(selector);
    Object.assign(this, { root, state: "idle", at: 0, refused: new Set() });
    this.parts = { play: find(".play"), previous: find(".previous"), next: find(".next"), speed: find("select") };
    Object.assign(this.parts, { who: find(".who"), transcript: find(".transcript"), label: find(".speed") });
    this.parts.play.onclick = () => (this.state === "playing" ? this.pause() : this.play());
    this.parts.previous.onclick = () => this.step(-1);
    this.parts.next.onclick = () => this.step(1);
    this.parts.speed.onchange = () => this.changeSpeed(Number(this.parts.speed.value));
    root.onkeydown = (event) => this.key(event);
    this.hide = () => document.hidden && this.pause();
    this.leave = () => this.close();
    document.addEventListener("visibilitychange", this.hide);
    window.addEventListener("pagehide", this.leave);
  }

  /** Take the data of a new run; what is being read goes on unless it has changed. */
  show(data) {
    if (visit.id !== data.visit) {
      visit.player?.close();
      Object.assign(visit, { id: data.visit, speed: 1, player: null });
    }
    const same = this.data && JSON.stringify([this.data.sentences, this.data.words]) === JSON.stringify([data.sentences, data.words]);
    this.data = data;
    if (same) return;
    this.close();
    this.refused.clear();
    this.parts.who.textContent = "";
    for (const part of FOLDED) this.parts[part].hidden = true;
    window.speechSynthesis?.getVoices(); // some browsers collect their voices only when asked
    const { words } = data, { play, previous, next, speed, label, transcript } = this.parts;
    this.root.setAttribute("aria-label", words.controls);
    transcript.setAttribute("aria-label", words.transcript);
    label.querySelector("span").textContent = words.speed;
    for (const [button, name] of [[previous, words.previous], [next, words.next]]) {
      button.setAttribute("aria-label", name);
      button.title = name;
    }
    speed.replaceChildren(...data.speeds.map((option) => new Option(option.label, option.speed)));
    this.write();
    this.mark();
    play.disabled = false;
  }

  /** The transcript: the sentences as written, in their paragraphs. */
  write() {
    this.parts.transcript.lang = this.data.language;
    let paragraph;
    this.spans = this.data.sentences.map(({ text, begins }) => {
      if (begins || !paragraph) paragraph = document.createElement("p");
      const span = document.createElement("span");
      span.textContent = text;
      paragraph.append(paragraph.childNodes.length ? " " : "", span);
      return span;
    });
    this.parts.transcript.replaceChildren(...new Set(this.spans.map((span) => span.parentNode)));
  }

  /** The best voice that has not failed, and the sentence that says whose it is. */
  choose() {
    const { recording, shipped, sentences, language, words } = this.data;
    const turn = (this.turn = {}); // what an earlier voice still has to say is not heard
    const now = (action) => (i) => turn === this.turn && this.voice && action(i);
    const heard = { sentence: now((i) => this.say(i)), end: now(() => this.end()), fail: now(() => this.fail()) };
    const own = ownVoice(language);
    if (recording && !this.refused.has("recorded")) return ["recorded", new FileVoice(recording, sentences, heard), words.recorded];
    if (own && !this.refused.has("own")) return ["own", new OwnVoice(own, sentences, heard), words.own_voice];
    if (shipped && !this.refused.has("shipped")) return ["shipped", new FileVoice(shipped, sentences, heard), words.shipped];
    return ["", null, words.silent];
  }

  play(index) {
    if (visit.player && visit.player !== this) visit.player.pause();
    visit.player = this;
    this.parts.speed.value = visit.speed;
    const begin = index ?? (this.voice ? undefined : 0);
    if (!this.voice) {
      const [kind, voice, who] = this.choose();
      Object.assign(this, { kind, voice });
      this.root.dataset.voice = kind;
      this.parts.who.setAttribute("aria-live", voice ? "off" : "polite"); // nobody talks into the reading
      this.parts.who.textContent = who;
    }
    for (const part of FOLDED) this.parts[part].hidden = !this.voice && part !== "transcript";
    if (!this.voice) return this.become("idle");
    this.address = location.pathname;
    this.become("playing");
    this.watch = setInterval(() => this.look(), 4 * TICK);
    this.voice.play(begin);
  }

  pause() {
    if (this.state !== "playing") return;
    this.voice.pause();
    this.become("paused");
  }

  /** Stop for good and let go of the voice; the next start begins at the first sentence. */
  close() {
    this.voice?.stop();
    this.voice = null;
    this.at = 0;
    this.become("idle");
  }

  /** A visitor may have left the room before it is taken off the screen. */
  look() {
    if (location.pathname !== this.address || !this.root.isConnected) this.close();
  }

  end() {
    this.close();
    this.parts.who.textContent = "";
  }

  /** This voice does not work here: go on with the next best at the same sentence. */
  fail() {
    const at = this.at;
    this.refused.add(this.kind);
    this.close();
    this.at = at;
    this.play(at);
  }

  step(by) {
    this.at = Math.min(Math.max(this.at + by, 0), this.spans.length - 1);
    this.play(this.at);
    this.mark();
  }

  changeSpeed(speed) {
    visit.speed = speed;
    if (this.state === "playing") this.voice.speed();
  }

  key(event) {
    const by = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (!by || this.state === "idle" || [this.parts.speed, this.parts.transcript].includes(event.target)) return;
    event.preventDefault();
    this.step(by);
  }

  say(index) {
    if (this.at === index && this.spans[index].hasAttribute("aria-current")) return;
    this.at = index;
    this.mark();
  }

  mark() {
    const here = this.state === "idle" ? -1 : this.at;
    this.spans.forEach((span, i) => (i === here ? span.setAttribute("aria-current", "true") : span.removeAttribute("aria-current")));
    if (here >= 0) this.follow(this.spans[here]);
  }

  /** Keep the sentence in sight within the transcript; the page itself stays where the visitor put it. */
  follow(span) {
    const box = this.parts.transcript, calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    const top = span.offsetTop + span.offsetHeight / 2 - box.clientHeight / 2;
    box.scrollTo({ top, behavior: calm ? "auto" : "smooth" });
  }

  become(state) {
    clearInterval(this.watch);
    const changed = (state === "playing") !== (this.state === "playing");
    this.root.dataset.state = this.state = state;
    const { words } = this.data, names = { idle: words.listen, playing: words.pause, paused: words.go_on };
    this.parts.play.querySelector("span").textContent = names[state];
    if (this.spans) this.mark();
    if (changed) report(state === "playing", this.data.passage);
  }
}

function report(playing, passage) {
  if (playing) document.documentElement.dataset.narration = "playing";
  else delete document.documentElement.dataset.narration;
  document.dispatchEvent(new CustomEvent("exhibit:narration", { detail: { playing, passage } }));
}

export default function ({ data, parentElement }) {
  const root = parentElement.querySelector(".player");
  const player = (root.player ??= new Player(root));
  player.show(JSON.parse(data.player));
  // Streamlit also calls this for a run that a newer one has overtaken, with the player still in the room.
  return () => wait(() => root.isConnected || dismiss(player), 0);
}

function dismiss(player) {
  player.close();
  document.removeEventListener("visibilitychange", player.hide);
  window.removeEventListener("pagehide", player.leave);
}
