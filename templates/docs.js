"use strict";
// The forms call the server that this page came from; nothing else is ever asked.
const base = location.pathname.replace(/\/(?:-\/)?docs\/?$/, "");

const places = {
  path(made, name, value) {
    // A browser takes these two out of a path, however they are written.
    if (value === "." || value === "..") throw new Error(`a browser cannot send "${value}" in a path`);
    made.path = made.path.split(`{${name}}`).join(encodeURIComponent(value));
  },
  query(made, name, value, type) {
    for (const each of type === "array" ? value.split(",") : [value]) made.query.append(name, each.trim());
  },
  header(made, name, value) {
    made.headers.set(name, value);
  },
  field(made, name, value, type) {
    made.fields = { ...made.fields, [name]: typed(value, type) };
  },
  body(made, name, value) {
    made.body = value;
  },
};

function request(form) {
  const { path, query } = form.dataset;
  const made = { path, query: new URLSearchParams(query), headers: new Headers() };
  for (const input of form.querySelectorAll("[data-place]")) {
    const { name, value, dataset } = input;
    if (value !== "" || dataset.place === "path") places[dataset.place](made, name, value, dataset.type);
  }
  if (made.fields) made.body = JSON.stringify(made.fields);
  if (made.body !== undefined) made.headers.set("Content-Type", "application/json");
  const credential = document.getElementById("credential-value").value;
  if (credential) made.headers.set(document.getElementById("credential-header").value, credential);
  const suffix = made.query.size ? `?${made.query}` : "";
  return [base + made.path + suffix, { method: form.dataset.method, headers: made.headers, body: made.body }];
}

function typed(value, type) {
  if (type === "string") return value;
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}

function say(form, text, kind) {
  const output = form.querySelector("output");
  output.className = kind;
  output.textContent = text;
}

async function send(form) {
  const shown = form.querySelector(".answer");
  shown.hidden = true;
  say(form, "Sending…", "");
  try {
    const begun = performance.now();
    const answer = await fetch(...request(form));
    const text = await answer.text();
    const parts = [answer.status, answer.statusText, answer.headers.get("content-type"), `${Math.round(performance.now() - begun)} ms`];
    say(form, parts.filter(Boolean).join(" · "), answer.ok ? "good" : "bad");
    shown.textContent = pretty(text) || "(no body)";
    shown.hidden = false;
  } catch (error) {
    say(form, `No answer: ${error.message}`, "bad");
  }
}

function pretty(text) {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}

for (const form of document.querySelectorAll("form[data-path]")) {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    send(form);
  });
}

document.getElementById("credential").addEventListener("submit", (event) => event.preventDefault());

// A link to an item opens it.
function open() {
  const target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  const details = target && target.querySelector("details");
  if (details) details.open = true;
}
addEventListener("hashchange", open);
open();
