// Saves a test by itself. What is answered stays on this device until the office says
// that it has it; the time is the office's, never the device's clock.
(() => {
  const form = document.querySelector("form[data-attempt]");
  const handedIn = document.querySelector("[data-handed-in]");
  if (handedIn) localStorage.removeItem(`fener-attempt-${handedIn.dataset.handedIn}`);
  if (!form) return;
  const MARKER = "fener-test-1";
  const EVERY = 5000;
  const LONGEST_WAIT = 60000;
  const PATIENCE = 20000;
  const words = JSON.parse(document.getElementById("attempt-words").textContent);
  const bar = document.querySelector("[data-bar]");
  const state = bar.querySelector("[data-state]");
  const left = bar.querySelector("[data-left]");
  const unanswered = form.querySelector("[data-unanswered]");
  const key = `fener-attempt-${form.dataset.attempt}`;

  const known = (section) => Number(section.dataset.revision);
  let revision = Math.max(...[...form.querySelectorAll("[data-question]")].map(known));
  let waiting = {};     // question: the fields as they stand, and their revision
  let failures = 0;
  let timer = 0;
  let isSending = false;
  let isOver = false;

  const say = (text) => { state.textContent = text; };
  const fill = (text, n) => text.replace("{n}", n);
  const keep = () => {
    try {
      if (Object.keys(waiting).length) localStorage.setItem(key, JSON.stringify(waiting));
      else localStorage.removeItem(key);
    } catch { /* a private window keeps nothing; the page itself still does */ }
  };

  const fieldsOf = (question) => [...new FormData(form)].filter(([name]) => name.startsWith(`${question}-`));
  const sectionOf = (question) => form.querySelector(`[data-question="${question}"]`);

  const putBack = (fields, question) => {
    for (const field of sectionOf(question).querySelectorAll("input, select")) {
      const values = fields.filter(([name]) => name === field.name).map(([, value]) => value);
      if (field.type === "radio" || field.type === "checkbox") field.checked = values.includes(field.value);
      else field.value = values[0] ?? "";
    }
  };

  const isAnswered = (section) => [...section.querySelectorAll("fieldset")].every((part) => {
    const fields = [...part.querySelectorAll("select, input[type=text]")];
    return fields.length ? fields.every((field) => field.value.trim()) : part.querySelector(":checked");
  });

  const open = () => [...form.querySelectorAll("[data-question]")].filter((section) => !isAnswered(section)).length;
  const count = () => { unanswered.textContent = open() ? fill(words.unanswered, open()) : ""; };

  // Handing in cannot be undone: with questions left open it takes a second press.
  let isAsked = false;
  const asksFirst = (button) => {
    if (isOver || isAsked || button?.name !== "hand_in" || !open()) return false;
    isAsked = true;
    unanswered.className = "notice notice--warn";
    unanswered.textContent = fill(words.sure, open());
    return true;
  };

  const soon = (delay) => { clearTimeout(timer); timer = setTimeout(send, delay); };

  const failed = (text) => {
    failures += 1;
    say(fill(text, Object.keys(waiting).length));
    soon(Math.random() * Math.min(LONGEST_WAIT, EVERY * 2 ** failures));
  };

  const bodyOf = (batch) => {
    const body = new URLSearchParams();
    body.set("revision", revision);
    for (const [question, { fields }] of Object.entries(batch)) {
      body.append("changed", question);
      for (const [name, value] of fields) body.append(name, value);
    }
    return body;
  };

  const ask = async (batch) => {
    const token = form.querySelector("[name=csrfmiddlewaretoken]").value;
    const response = await fetch(form.dataset.save, { method: "POST", body: bodyOf(batch), headers: { "X-CSRFToken": token }, credentials: "same-origin", redirect: "manual", signal: AbortSignal.timeout(PATIENCE) });
    let answer;
    try { answer = await response.json(); } catch { /* a page, or half an answer */ }
    return { status: response.status, answer: answer?.marker === MARKER ? answer : null };
  };

  // Whether everything has reached the office.
  const send = async () => {
    if (isSending) return false;
    const batch = { ...waiting };
    if (!Object.keys(batch).length || isOver) return true;
    isSending = true;
    say(words.saving);
    try {
      const { status, answer } = await ask(batch);
      if (status === 200 && answer) {
        for (const [question, entry] of Object.entries(batch)) {
          if (answer.saved.includes(Number(question)) && waiting[question]?.revision === entry.revision) delete waiting[question];
        }
        keep();
        failures = 0;
        setLeft(answer.left);
        say(words.saved);
        if (Object.keys(waiting).length) soon(EVERY);
        return !Object.keys(waiting).length;
      }
      if (status === 409 && answer) end(answer.reason);
      else if (status === 401 && answer) failed(words.signIn);
      else if (answer) { say(answer.reason); failed(answer.reason); }
      else failed(words.later);
    } catch {
      failed(words.offline);
    } finally {
      isSending = false;
    }
    return false;
  };

  // The office takes nothing more: what it has is what counts.
  const end = (reason) => {
    isOver = true;
    waiting = {};
    keep();
    say(reason);
    location.reload();
  };

  let endsAt = null;
  const setLeft = (seconds) => { if (seconds !== null && seconds !== undefined) endsAt = performance.now() + seconds * 1000; };
  const tick = () => {
    if (endsAt === null) return;
    const seconds = Math.max(Math.ceil((endsAt - performance.now()) / 1000), 0);
    left.textContent = seconds > 90 ? fill(words.left, Math.ceil(seconds / 60)) : seconds ? fill(words.seconds, seconds) : words.over;
    bar.classList.toggle("is-late", seconds <= 90);
    if (!seconds && !isOver) { isOver = true; handInLate(); }
  };

  // At the end of time: the last answers, then the form itself, as often as it takes.
  const handInLate = async () => {
    try {
      if (Object.keys(waiting).length) await ask(waiting);
      await fetch(location.href, { method: "HEAD", credentials: "same-origin" });
      waiting = {};
      keep();
      form.requestSubmit(form.querySelector("[name=hand_in]"));
    } catch {
      say(words.over);
      setTimeout(handInLate, EVERY);
    }
  };

  form.addEventListener("input", (event) => {
    const section = event.target.closest("[data-question]");
    if (!section) return;
    const question = section.dataset.question;
    revision = Math.max(Date.now(), revision + 1);
    waiting[question] = { fields: fieldsOf(question), revision };
    keep();
    isAsked = false;
    unanswered.className = "muted small";
    count();
    soon(failures ? EVERY : 800);
  });
  form.addEventListener("submit", (event) => {
    if (!navigator.onLine) {
      event.preventDefault();
      say(fill(words.offline, Object.keys(waiting).length));
      return;
    }
    if (asksFirst(event.submitter)) {
      event.preventDefault();
      return;
    }
    let field = form.querySelector("[name=revision]");
    if (!field) {
      field = document.createElement("input");
      field.type = "hidden";
      field.name = "revision";
      form.append(field);
    }
    revision = Math.max(Date.now(), revision + 1);
    field.value = revision;
  });
  addEventListener("online", () => { failures = 0; soon(0); });

  try {
    const kept = JSON.parse(localStorage.getItem(key) ?? "{}");
    for (const [question, entry] of Object.entries(kept)) {
      const section = sectionOf(question);
      if (!section || entry.revision <= known(section)) continue;
      putBack(entry.fields, question);
      waiting[question] = entry;
    }
    revision = Math.max(revision, ...Object.values(waiting).map((entry) => entry.revision));
  } catch { /* nothing was kept, or nothing that can be read */ }

  bar.hidden = false;
  if (form.dataset.left !== undefined) setLeft(Number(form.dataset.left));
  tick();
  setInterval(tick, 1000);
  count();
  soon(0);
})();
