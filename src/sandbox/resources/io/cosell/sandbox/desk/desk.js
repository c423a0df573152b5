"use strict";

const opportunities = new Map();
const referrals = new Map();
/** The latest arrival of each deal, by opportunity id and by referral id. */
const arrivals = new Map();
/** The last times from change to visible, in milliseconds. */
const times = [];
let choices = { stages: [], help: [], currencies: [], solutions: [], faults: [], links: {} };
let loaded = false;

const $ = (selector, root = document) => root.querySelector(selector);

/** An element with attributes, listeners ("onclick") and children; text is never read as HTML. */
function el(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) {
      node.addEventListener(name.slice(2), value);
    } else if (value === true) {
      node.setAttribute(name, "");
    } else if (value !== false && value != null) {
      node.setAttribute(name, value);
    }
  }
  node.append(...children.filter((child) => child != null && child !== ""));
  return node;
}

/* ---- talking to the desk ---- */

async function call(method, path, content) {
  const answer = await fetch("/api/" + path, {
    method,
    headers: { "Content-Type": "application/json" },
    body: content === undefined ? undefined : JSON.stringify(content),
  });
  const body = await answer.json().catch(() => ({}));
  if (!answer.ok) {
    throw new Error(body.message || "The desk answered " + answer.status + ".");
  }
  return body;
}

/** Does something for the visitor and says so when a cloud refuses it. */
async function attempt(work) {
  try {
    return await work();
  } catch (error) {
    complain(error.message);
    render();
    return null;
  }
}

let complaint;
function complain(text) {
  const box = $("#trouble");
  box.textContent = text;
  box.hidden = false;
  clearTimeout(complaint);
  complaint = setTimeout(() => { box.hidden = true; }, 7000);
}

let newsTimer;
function tell(text) {
  const box = $("#news");
  box.textContent = text;
  box.classList.add("shown");
  clearTimeout(newsTimer);
  newsTimer = setTimeout(() => box.classList.remove("shown"), 4500);
}

/* ---- words ---- */

function money(value, currency) {
  if (value == null) {
    return "no value";
  }
  const digits = Number.isInteger(Number(value)) ? 0 : 2;
  return new Intl.NumberFormat("en-GB", { minimumFractionDigits: digits, maximumFractionDigits: 2 }).format(value) + " " + currency;
}

function day(text) {
  return text ? new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", year: "numeric", timeZone: "UTC" }).format(new Date(text + "T00:00:00Z")) : "no date";
}

function duration(millis) {
  return millis < 1000 ? millis + " ms" : (millis / 1000).toFixed(millis < 10000 ? 2 : 1) + " s";
}

function list(words) {
  return words.length > 3 ? words.slice(0, 2).join(", ") + " +" + (words.length - 2) : words.join(", ");
}

/* ---- deals: one row per pair ---- */

function deals() {
  const rows = [];
  const paired = new Set();
  const byCrmId = new Map();
  referrals.forEach((referral) => referral.crmId && byCrmId.set(referral.crmId, referral));
  opportunities.forEach((opportunity) => {
    const referral = referrals.get(opportunity.referralId) || byCrmId.get(opportunity.id);
    if (referral) {
      paired.add(referral.id);
    }
    rows.push(row(opportunity, referral));
  });
  referrals.forEach((referral) => paired.has(referral.id) || rows.push(row(null, referral)));
  return rows.sort((a, b) => b.created - a.created || (a.key < b.key ? 1 : -1));
}

function row(opportunity, referral) {
  const created = [opportunity, referral].filter(Boolean).map((card) => instant(card.created));
  return { key: referral ? referral.id : opportunity.id, opportunity, referral, created: Math.min(...created) };
}

function instant(text) {
  return Date.parse(text.replace(/\+(\d\d)(\d\d)$/, "+$1:$2"));
}

function arrivalOf(deal) {
  const known = [deal.opportunity, deal.referral].filter(Boolean).map((card) => arrivals.get(card.id)).filter(Boolean);
  return known.sort((a, b) => b.since + Math.max(b.millis, 0) - a.since - Math.max(a.millis, 0))[0];
}

/** The names of the values in which both sides of a pair differ. */
function differences({ opportunity, referral }) {
  const ids = (card) => card.solutions.map((one) => one.id).sort().join();
  const values = {
    value: [opportunity.amount, referral.value].map(Number),
    currency: [opportunity.currency, referral.currency],
    "close date": [opportunity.closeDate, referral.closeDate],
    notes: [opportunity.notes.trim(), referral.notes.trim()],
    status: [phase(opportunity), phase(referral)],
    solutions: [ids(opportunity), ids(referral)],
  };
  return Object.keys(values).filter((name) => values[name][0] !== values[name][1]);
}

function phase(card) {
  if (card.stage !== undefined) {
    return card.closed ? (card.won ? "won" : "lost") : card.stage === "On Hold" ? "offered" : "accepted";
  }
  return card.status === "Closed" ? (card.substatus === "Won" ? "won" : "lost") : card.status === "Active" ? "accepted" : "offered";
}

/** "in step", "apart", "held back" while the opportunity is on hold, or empty for half a pair. */
function pairState(deal) {
  if (!deal.opportunity || !deal.referral) {
    return "";
  }
  if (!differences(deal).length) {
    return "in step";
  }
  return phase(deal.opportunity) === "offered" ? "held back" : "apart";
}

const shown = new Map();
let asked = false;

/** Draws soon; many changes at once are drawn once. */
function render() {
  if (!asked) {
    asked = true;
    requestAnimationFrame(() => { asked = false; draw(); });
  }
}

function draw() {
  const place = $("#deals");
  const rows = deals();
  const keys = new Set(rows.map((deal) => deal.key));
  const focus = focused();
  shown.forEach((entry, key) => {
    if (!keys.has(key)) {
      entry.node.remove();
      shown.delete(key);
    }
  });
  rows.forEach((deal, index) => {
    const arrival = arrivalOf(deal);
    const looks = JSON.stringify([deal, arrival]);
    let entry = shown.get(deal.key);
    if (!entry || entry.looks !== looks) {
      const node = drawDeal(deal, arrival);
      if (entry) {
        entry.node.replaceWith(node);
      } else if (loaded && !opportunityWasShown(deal)) {
        node.classList.add("fresh");
      }
      entry = { node, looks, opportunity: deal.opportunity && deal.opportunity.id };
      shown.set(deal.key, entry);
    }
    if (place.children[index] !== entry.node) {
      place.insertBefore(entry.node, place.children[index] || null);
    }
  });
  refocus(focus);
  $("#empty").hidden = !loaded || rows.length > 0;
  figures(rows);
}

function opportunityWasShown(deal) {
  return [...shown.values()].some((entry) => deal.opportunity && entry.opportunity === deal.opportunity.id);
}

/** What has the focus, in words that survive a redraw. */
function focused() {
  const node = document.activeElement;
  const card = node && node.closest && node.closest("[data-card]");
  return card && node.dataset.act ? { card: card.dataset.card, act: node.dataset.act } : null;
}

function refocus(focus) {
  if (focus && !document.activeElement.closest("[data-card]")) {
    const node = $(`[data-card="${focus.card}"] [data-act="${focus.act}"]`) || $(`[data-card="${focus.card}"] [data-act]`);
    if (node) {
      node.focus({ preventScroll: true });
    }
  }
}

function figures(rows) {
  const pairs = rows.filter((deal) => pairState(deal) === "in step");
  const travelling = rows.filter((deal) => (arrivalOf(deal) || { millis: 0 }).millis < 0).length;
  $("#in-step").textContent = loaded ? pairs.length + " of " + rows.length : "–";
  $("#on-its-way").textContent = travelling;
  const sorted = times.slice(-21).sort((a, b) => a - b);
  $("#usual-time").textContent = sorted.length ? duration(sorted[Math.floor(sorted.length / 2)]) : "–";
}

function drawDeal(deal, arrival) {
  const { opportunity, referral } = deal;
  const node = el("li", { class: "deal", "data-deal": deal.key },
    opportunity ? opportunityCard(opportunity) : blank("sf", whyNoOpportunity(referral)),
    way(deal, arrival),
    referral ? referralCard(referral) : blank("pc", whyNoReferral(opportunity)));
  if (arrival && arrival.millis >= 0 && Date.now() - arrival.since - arrival.millis < 3500) {
    node.classList.add(arrival.direction === "to-salesforce" ? "arrived-salesforce" : "arrived-partner-center");
  }
  return node;
}

function whyNoOpportunity(referral) {
  if (referral.status === "Closed") {
    return "Was closed before Salesforce knew of it.";
  }
  return referral.kind === "private" ? "A private deal made in the portal stays there." : "Not in Salesforce yet.";
}

function whyNoReferral(opportunity) {
  if (!opportunity.sync) {
    return "Stays in Salesforce until its seller ticks Sync.";
  }
  return opportunity.mark === "failed" ? "Refused. The audit line says what is missing." : "Not in Partner Center yet.";
}

function blank(side, text) {
  return el("div", { class: "card none " + side }, text);
}

function way(deal, arrival) {
  const arrow = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  arrow.setAttribute("viewBox", "0 0 80 12");
  arrow.setAttribute("aria-hidden", "true");
  arrow.innerHTML = '<line x1="4" y1="6" x2="72" y2="6" stroke="currentColor" stroke-width="2"/><path d="M70 1.5 77 6l-7 4.5" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round"/>';
  const holder = el("div", { class: "arrow" }, arrow);
  if (!arrival || arrival.millis >= 0 && pairState(deal) !== "in step") {
    const state = pairState(deal);
    return state === "apart" || state === "held back"
      ? el("div", { class: "way apart" }, el("span", { class: "time" }, state), el("span", {}, list(differences(deal))))
      : el("div", { class: "way" }, state);
  }
  if (arrival.millis < 0) {
    return el("div", { class: "way travelling " + arrival.direction },
      el("span", { class: "time", "data-since": arrival.since }, "…"), holder, el("span", {}, list(arrival.what)));
  }
  return el("div", { class: "way " + arrival.direction },
    el("span", { class: "time" }, duration(arrival.millis)), holder, el("span", {}, list(arrival.what)));
}

function opportunityCard(it) {
  const open = it.closed ? (it.won ? "won" : "lost") : it.stage === "On Hold" ? "wait" : "open";
  const marks = { ok: ["✔", "in step"], failed: ["✖", "failed"] };
  const mark = marks[it.mark];
  return el("article", { class: "card sf" + (it.closed ? " closed" : ""), "data-card": it.id, "aria-label": "Salesforce: " + it.name },
    el("div", { class: "row" },
      el("h3", { title: it.name }, mark ? el("span", { class: "mark " + it.mark, title: mark[1], role: "img", "aria-label": mark[1] }, mark[0]) : null, it.name),
      el("span", { class: "chip " + open }, it.stage)),
    el("div", { class: "row cut" },
      el("span", {}, it.customer, it.country ? el("span", { class: "soft" }, " · " + it.country) : null),
      el("span", { class: "value" }, money(it.amount, it.currency))),
    el("div", { class: "row cut soft small" },
      el("span", {}, [it.contact, it.owner && "owner " + it.owner].filter(Boolean).join(" · ")),
      el("span", {}, day(it.closeDate))),
    it.referralId ? el("div", { class: "row cut soft small" },
      el("span", {}, "Referral ", it.referralLink
        ? el("a", { href: "#" + it.referralId, title: it.referralLink, "data-jump": it.referralId }, it.referralId.slice(0, 8))
        : it.referralId.slice(0, 8),
      it.microsoftId ? " · Microsoft " + it.microsoftId : ""),
      el("span", {}, it.help || (it.visible ? "visible to Microsoft" : ""))) : it.help || it.visible ? el("div", { class: "row cut soft small" }, el("span", {}, it.help || "visible to Microsoft")) : null,
    it.audit ? el("div", { class: "audit" + (it.mark === "failed" ? " failed" : ""), title: it.audit }, it.audit) : null,
    el("div", { class: "acts" },
      el("label", { class: "switch" },
        el("input", { type: "checkbox", checked: it.sync, "data-act": "sync", onchange: (event) => edit(it, { sync: event.target.checked }) }), "Sync"),
      stageChoice(it),
      el("button", { type: "button", class: "push", "data-act": "edit", "aria-label": "Edit opportunity " + it.name, onclick: () => openEdit("opportunity", it) }, "Edit")));
}

function stageChoice(it) {
  const select = el("select", { "aria-label": "Stage of " + it.name, "data-act": "stage", onchange: (event) => edit(it, { stage: event.target.value }) });
  select.append(...choices.stages.map((stage) => el("option", { selected: stage === it.stage }, stage)));
  return select;
}

function edit(it, change) {
  return attempt(() => call("PATCH", "opportunities/" + it.id, change));
}

function referralCard(it) {
  const state = it.status === "Closed" ? (it.substatus === "Won" ? "won" : "lost") : it.status === "Active" ? "open" : "wait";
  const words = it.status === "New" ? "New · " + it.substatus : it.status === "Active" ? it.substatus : it.substatus;
  return el("article", { class: "card pc" + (it.status === "Closed" ? " closed" : ""), "data-card": it.id, id: it.id, "aria-label": "Partner Center: " + it.name },
    el("div", { class: "row" },
      el("h3", { title: it.name }, it.name),
      el("span", { class: "chip" }, it.kind),
      el("span", { class: "chip " + state, title: it.reason }, words)),
    el("div", { class: "row cut" },
      el("span", {}, it.customer, it.country ? el("span", { class: "soft" }, " · " + it.country) : null),
      el("span", { class: "value" }, money(it.value, it.currency))),
    el("div", { class: "row cut soft small" },
      el("span", {}, [it.contact, it.solutions.map((one) => one.name).join(", ")].filter(Boolean).join(" · ")),
      el("span", {}, day(it.closeDate))),
    el("div", { class: "row cut soft small" },
      el("span", {}, it.id.slice(0, 8) + (it.crmId ? " · CRM " + it.crmId.slice(-7) : "") + (it.status !== "New" && it.microsoft && it.microsoft.crmId ? " · Microsoft " + it.microsoft.crmId : "")),
      el("span", {}, microsoftWords(it))),
    el("div", { class: "acts" }, ...referralActs(it)));
}

function microsoftWords(it) {
  if (it.incoming && it.status === "New") {
    return "from Microsoft, answer by " + day(it.expires);
  }
  if (!it.microsoft) {
    return "";
  }
  if (it.incoming) {
    return "from Microsoft" + (it.microsoft.seller ? ", " + it.microsoft.seller : "");
  }
  return "Microsoft: " + (it.microsoft.status === "New" ? "asked" : it.microsoft.substatus.toLowerCase());
}

function referralActs(it) {
  const act = (label, answer, as) => el("button", {
    type: "button",
    "data-act": answer + (as || ""),
    onclick: () => attempt(() => call("POST", `referrals/${it.id}/${answer}`, { as: as || "portal-user", reason: "Other" })),
  }, label);
  const acts = [];
  if (it.status === "New") {
    acts.push(act("Accept", "accept"), act("Decline", "decline"));
  }
  if (it.status === "Active") {
    acts.push(act("Win", "win"), act("Lose", "lose"));
  }
  if (it.microsoft && it.microsoft.status === "New" && it.status !== "Closed") {
    acts.push(el("span", { class: "ms-acts" }, el("span", { class: "soft" }, "as Microsoft:"), act("Accept", "accept", "microsoft-seller"), act("Decline", "decline", "microsoft-seller")));
  }
  if (it.status === "Closed" && !acts.length) {
    acts.push(el("span", { class: "soft small" }, "Closed" + (it.reason ? ": " + it.reason : " for good")));
  } else {
    acts.push(el("button", { type: "button", class: "push", "data-act": "edit", "aria-label": "Edit referral " + it.name, onclick: () => openEdit("referral", it) }, "Edit"));
  }
  return acts;
}

/* ---- dialogs ---- */

const EXAMPLES = [
  ["Harbour noise monitoring", "Larkspur Ports Ltd", "Dublin", "D01 H9X2", "IE", "Aoife", "Brennan", 67500],
  ["Tram depot energy plan", "Linz Mobil GmbH", "Linz", "4020", "AT", "Lukas", "Hofer", 143000],
  ["Bakery demand forecast", "Boulangerie Tessier SAS", "Nantes", "44000", "FR", "Hugo", "Tessier", 39000],
  ["Paper mill vibration alerts", "Koskela Oy", "Tampere", "33100", "FI", "Aino", "Koskela", 205000],
  ["Museum visitor guide", "Stichting De Waag", "Delft", "2611 EV", "NL", "Femke", "Jansen", 52000],
  ["Vineyard frost warning", "Quinta do Cedro Lda", "Porto", "4050-253", "PT", "Inês", "Carvalho", 28500],
  ["Dispatch desk assistant", "Nordhavn Taxa ApS", "København", "2150", "DK", "Mikkel", "Lund", 88000],
  ["Ward handover summaries", "Ashdown Hospitals Trust", "Brighton", "BN1 1AE", "GB", "Grace", "Okoro", 176000],
];
let example = 0;

const ROLES = {
  opportunity: ["New opportunity", "As a seller in Salesforce: account, contact, solution, and the tick at the end.", "Create opportunity"],
  referral: ["New deal", "As somebody of the partner in the Partner Center portal. Private deals stay there; visible ones and those with help go to Salesforce.", "Create deal"],
  shared: ["Share a deal", "As a Microsoft seller. The partner has 14 days to accept; in Salesforce it waits on hold.", "Share with the partner"],
};

function openNew(kind) {
  const dialog = $("#new-dialog");
  const form = $("#new-form");
  const [title, role, submit] = ROLES[kind];
  dialog.className = kind === "opportunity" ? "sf" : "pc";
  form.dataset.kind = kind;
  $("#new-title").textContent = title;
  $("#new-role").textContent = role;
  $("#new-submit").textContent = submit;
  $(".refused", form).hidden = true;
  const [name, customer, city, postalCode, country, first, last, value] = EXAMPLES[example++ % EXAMPLES.length];
  const host = customer.toLowerCase().normalize("NFD").replace(/[^a-z]+/g, "-").replace(/^-|-$/g, "");
  const close = new Date(Date.now() + 60 * 86400000).toISOString().slice(0, 10);
  const mail = first.toLowerCase().normalize("NFD").replace(/[^a-z]/g, "") + "@" + host + ".example";
  fill(form, { name, customer, city, postalCode, country, value, currency: "EUR", closeDate: close, contactFirstName: first, contactLastName: last, contactEmail: mail, notes: "First talk went well.", solution: choices.solutions[example % choices.solutions.length].id, help: kind === "shared" ? choices.help[0] : "", visible: kind === "referral", sync: true });
  $(".sync-field", form).hidden = kind !== "opportunity";
  $(".visible-field", form).hidden = kind === "shared";
  dialog.showModal();
  form.elements.name.select();
}

function fill(form, values) {
  for (const [name, value] of Object.entries(values)) {
    const field = form.elements[name];
    if (field.type === "checkbox") {
      field.checked = value;
    } else {
      field.value = value;
    }
  }
}

function read(form, names) {
  const values = {};
  for (const name of names) {
    const field = form.elements[name];
    values[name] = field.type === "checkbox" ? field.checked : field.value;
  }
  return values;
}

async function submitNew(event) {
  event.preventDefault();
  const form = event.target;
  const kind = form.dataset.kind;
  if (!form.reportValidity()) {
    return;
  }
  const deal = read(form, ["name", "customer", "city", "postalCode", "country", "value", "currency", "closeDate", "contactFirstName", "contactLastName", "contactEmail", "notes", "solution", "help", "visible", "sync"]);
  deal.country = deal.country.toUpperCase();
  deal.as = kind === "shared" ? "microsoft-seller" : "portal-user";
  await save(form, () => call("POST", kind === "opportunity" ? "opportunities" : "referrals", deal));
}

let editing = null;

function openEdit(kind, card) {
  const opportunity = kind === "opportunity";
  const now = (opportunity ? opportunities : referrals).get(card.id);
  const dialog = $("#edit-dialog");
  const form = $("#edit-form");
  editing = { kind, card: now };
  dialog.className = opportunity ? "sf" : "pc";
  $("#edit-title").textContent = now.name;
  $("#edit-role").textContent = opportunity ? "As a seller in Salesforce" : "In the Partner Center portal";
  $(".refused", form).hidden = true;
  const help = opportunity ? now.help : choices.help.find((text) => text.replaceAll(" ", "").toLowerCase() === now.help.toLowerCase()) || "";
  fill(form, { name: now.name, value: (opportunity ? now.amount : now.value) ?? "", currency: now.currency, closeDate: now.closeDate, notes: now.notes, help, visible: now.visible, asMicrosoft: false });
  const box = $(".solutions", form);
  const known = [...choices.solutions, ...now.solutions.filter((one) => !choices.solutions.some((other) => other.id === one.id))];
  box.replaceChildren($("legend", box), ...known.map((one) => el("label", {}, el("input", { type: "checkbox", name: "solution", value: one.id, checked: now.solutions.some((mine) => mine.id === one.id) }), one.name)));
  $(".name-field", form).hidden = !opportunity;
  $(".as-field", form).hidden = opportunity || !now.microsoft;
  form.elements.visible.disabled = !opportunity && now.visible;
  form.elements.help.disabled = !opportunity && now.kind === "co-sell";
  $("#delete").hidden = !opportunity;
  dialog.showModal();
  form.elements.value.select();
}

async function submitEdit(event) {
  event.preventDefault();
  const form = event.target;
  if (!form.reportValidity()) {
    return;
  }
  const { kind, card } = editing;
  const now = read(form, ["name", "value", "currency", "closeDate", "notes", "help", "visible"]);
  const before = { name: card.name, value: card.amount ?? card.value, currency: card.currency, closeDate: card.closeDate, notes: card.notes, visible: card.visible };
  const change = {};
  for (const [name, value] of Object.entries(before)) {
    const same = name === "value" ? now.value !== "" && Number(now.value) === Number(value) : now[name] === value;
    if (!same && (name !== "name" || kind === "opportunity")) {
      change[name] = now[name] === "" && name === "value" ? null : now[name];
    }
  }
  const code = (text) => text.replaceAll(" ", "").toLowerCase();
  if (code(now.help) !== code(card.help) && !form.elements.help.disabled) {
    change.help = now.help;
  }
  const solutions = [...form.querySelectorAll("[name=solution]:checked")].map((field) => field.value);
  if (solutions.sort().join() !== card.solutions.map((one) => one.id).sort().join()) {
    change.solutions = solutions;
  }
  if (!Object.keys(change).length) {
    $("#edit-dialog").close();
    return;
  }
  change.as = form.elements.asMicrosoft.checked ? "microsoft-seller" : "portal-user";
  await save(form, () => call("PATCH", (kind === "opportunity" ? "opportunities/" : "referrals/") + card.id, change));
}

/** Sends the form; a refusal is shown in it and the dialog stays. */
async function save(form, work) {
  const refused = $(".refused", form);
  const button = $("[type=submit]", form);
  button.disabled = true;
  try {
    await work();
    form.closest("dialog").close();
  } catch (error) {
    refused.textContent = error.message;
    refused.hidden = false;
  } finally {
    button.disabled = false;
  }
}

/* ---- faults ---- */

function drawFaults(state) {
  for (const [side, millis] of Object.entries(state.latency)) {
    const input = $(`[data-latency="${side}"]`);
    if (document.activeElement !== input) {
      input.value = millis;
    }
    input.nextElementSibling.textContent = millis + " ms";
  }
  const count = $("#fault-count");
  count.hidden = state.waiting === 0;
  count.textContent = state.waiting + (state.waiting === 1 ? " waits to strike" : " wait to strike");
}

async function refreshFaults() {
  try {
    drawFaults(await call("GET", "faults"));
  } catch {
    // the desk is gone; the live sign says so
  }
}

function drawFaultButtons() {
  for (const it of choices.faults) {
    $(`fieldset[data-side="${it.side}"] .buttons`).append(el("button", {
      type: "button",
      title: it.meaning,
      onclick: () => attempt(async () => {
        const answer = await call("PUT", "faults/" + it.name, {});
        $("#fault-said").textContent = answer.message;
        await refreshFaults();
      }),
    }, it.label));
  }
}

/* ---- start ---- */

function options(select, values, none) {
  select.replaceChildren(...(none ? [el("option", { value: "" }, none)] : []), ...values);
}

function prepareForms() {
  for (const form of [$("#new-form"), $("#edit-form")]) {
    options(form.elements.currency, choices.currencies.map((it) => el("option", {}, it)));
    options(form.elements.help, choices.help.map((it) => el("option", {}, it)), "none");
  }
  options($("#new-form").elements.solution, choices.solutions.map((it) => el("option", { value: it.id }, it.name)), "none");
}

function heard(arrival) {
  for (const id of [arrival.opportunityId, arrival.referralId]) {
    if (id) {
      arrivals.set(id, arrival);
    }
  }
  if (arrival.millis >= 0) {
    times.push(arrival.millis);
    const there = arrival.direction === "to-salesforce" ? "Salesforce" : "Partner Center";
    const card = opportunities.get(arrival.opportunityId) || referrals.get(arrival.referralId);
    tell(`${card ? card.name : "A deal"}: ${list(arrival.what)} in ${there} after ${duration(arrival.millis)}`);
  }
  render();
}

function watch() {
  const source = new EventSource("/api/events");
  const on = (name, work) => source.addEventListener(name, (event) => work(JSON.parse(event.data)));
  on("everything", (all) => {
    opportunities.clear();
    referrals.clear();
    all.opportunities.forEach((card) => opportunities.set(card.id, card));
    all.referrals.forEach((card) => referrals.set(card.id, card));
    live(true);
    draw();
    loaded = true;
    draw();
  });
  on("opportunity", (card) => { opportunities.set(card.id, card); render(); });
  on("opportunity-gone", (id) => { opportunities.delete(id); render(); });
  on("referral", (card) => { referrals.set(card.id, card); render(); });
  on("arrival", heard);
  source.onerror = () => live(false);
}

function live(on) {
  $("#live").textContent = on ? "live" : "not connected";
  $("#live").classList.toggle("on", on);
}

function listen() {
  document.addEventListener("click", (event) => {
    const fresh = event.target.closest("[data-new]");
    if (fresh) {
      openNew(fresh.dataset.new);
    }
    const close = event.target.closest("[data-close]");
    if (close) {
      close.closest("dialog").close();
    }
    const jump = event.target.closest("[data-jump]");
    if (jump) {
      event.preventDefault();
      const card = document.getElementById(jump.dataset.jump);
      if (card) {
        card.scrollIntoView({ block: "nearest" });
      }
    }
  });
  $("#new-form").addEventListener("submit", submitNew);
  $("#edit-form").addEventListener("submit", submitEdit);
  $("#delete").addEventListener("click", () => save($("#edit-form"), () => call("DELETE", "opportunities/" + editing.card.id, {})));
  $("#behave").addEventListener("click", () => attempt(async () => {
    drawFaults(await call("DELETE", "faults", {}));
    $("#fault-said").textContent = "Everything behaves again.";
  }));
  document.querySelectorAll("[data-latency]").forEach((input) => {
    input.addEventListener("input", () => { input.nextElementSibling.textContent = input.value + " ms"; });
    input.addEventListener("change", () => attempt(async () => drawFaults(await call("PUT", "latency/" + input.dataset.latency, { millis: Number(input.value) }))));
  });
  setInterval(() => document.querySelectorAll("[data-since]").forEach((node) => {
    node.textContent = duration(Math.max(0, Math.round((Date.now() - node.dataset.since) / 100) * 100));
  }), 100);
  setInterval(() => $("#faults").open && refreshFaults(), 1500);
}

(async () => {
  listen();
  choices = await call("GET", "choices");
  prepareForms();
  drawFaultButtons();
  $("#links").append(...Object.entries(choices.links).map(([label, url]) => el("a", { href: url, target: "_blank", rel: "noreferrer" }, label)));
  await refreshFaults();
  watch();
})().catch((error) => complain(error.message));
